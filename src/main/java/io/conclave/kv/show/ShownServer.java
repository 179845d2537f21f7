package io.conclave.kv.show;

/**
 * One server of the store.
 *
 * @param id its name here, such as {@code kv/s1}
 * @param address host:port
 * @param process how its process is
 * @param number its number in ZooKeeper, which is a new one after each start, or null while it is not known
 * @param master whether it is the master, or null while that is not known
 * @param answers whether it answered the last time that it was asked
 * @param reading who said so and when, or null before its first answer
 */
public record ShownServer(
        String id,
        String address,
        ProcessState process,
        Integer number,
        Boolean master,
        boolean answers,
        StoreReading reading) {}
