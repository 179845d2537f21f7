package io.conclave.kv.show;

import io.conclave.embedded.ChildProcess;

/**
 * One process of the demo's store.
 *
 * @param id such as {@code kv/s1} or {@code kv/g1/1}
 * @param group the group of a data member, or null for a server
 * @param port where it listens
 * @param process the process itself
 */
record DemoMember(String id, String group, int port, ChildProcess process) {

    String address() {
        return "127.0.0.1:" + port;
    }

    KnownProcess known() {
        ProcessState state = !process.running()
                ? ProcessState.STOPPED
                : process.paused() ? ProcessState.PAUSED : ProcessState.RUNNING;
        return new KnownProcess(id, group, address(), state);
    }
}
