package io.conclave.kv.show;

/**
 * A process of the store as it is known without asking it.
 *
 * @param id such as {@code kv/s1} or {@code kv/g1/1}
 * @param group the group of a data member, or null for a server
 * @param address host:port
 * @param state how the process is
 */
record KnownProcess(String id, String group, String address, ProcessState state) {}
