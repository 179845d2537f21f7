package io.conclave.ensemble;

/** The figures of a node that {@link NodeStatus} shows, by the names that its sources and missing figures carry. */
enum Figure {
    ZXID("zxid"),
    LATENCY("latencyMs"),
    CONNECTIONS("connections"),
    OUTSTANDING("outstanding"),
    ZNODES("znodes"),
    WATCHES("watches"),
    VERSION("version");

    private final String field;

    Figure(String field) {
        this.field = field;
    }

    /** The field's name on the wire. */
    String field() {
        return field;
    }
}
