package io.conclave.kv.znodes;

/**
 * Where everything is below the root.
 *
 * @param root such as {@code /kv}
 */
record ZnodePaths(String root) {

    /** The name of the master's znode among the servers'. */
    static final String MASTER = "0";

    static final String LOCK = "lock";
    static final String TOP = "top";
    static final String PRIMARY = "primary";
    static final String IN_SYNC = "isr";
    static final String EPOCH = "epoch";

    String cluster() {
        return root + "/cluster";
    }

    String ring() {
        return root + "/ring";
    }

    String servers() {
        return root + "/server";
    }

    String server(int number) {
        return servers() + "/" + number;
    }

    String master() {
        return servers() + "/" + MASTER;
    }

    String serverLock() {
        return servers() + "/" + LOCK;
    }

    String serverTop() {
        return servers() + "/" + TOP;
    }

    String data() {
        return root + "/data";
    }

    String dataLock() {
        return data() + "/" + LOCK;
    }

    String group(String group) {
        return data() + "/" + group;
    }

    String groupTop(String group) {
        return group(group) + "/" + TOP;
    }

    String member(String group, int number) {
        return group(group) + "/" + number;
    }

    String primary(String group) {
        return group(group) + "/" + PRIMARY;
    }

    String inSync(String group) {
        return group(group) + "/" + IN_SYNC;
    }

    String epoch(String group) {
        return group(group) + "/" + EPOCH;
    }
}
