package io.conclave.logs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;

/** Who wrote an entry. */
public enum LogService implements Reason {
    /** A server of the ensemble. */
    ZOOKEEPER("zookeeper", "ZooKeeper", "ZooKeeper 服务器"),
    /** A controller, in its own log. */
    CONCLAVE("conclave", "Conclave", "Conclave 控制器"),
    /** The audit trail: what was done, by whom, and what became of it. */
    OPERATIONS("operations", "Operations", "操作"),
    /** A file that the operator named and whose writer is not known. */
    OTHER("other", "Other", "其他");

    private final String code;
    private final String english;
    private final String chinese;

    LogService(String code, String english, String chinese) {
        this.code = code;
        this.english = english;
        this.chinese = chinese;
    }

    @Override
    @JsonValue
    public String code() {
        return code;
    }

    @Override
    public String english() {
        return english;
    }

    @Override
    public String chinese() {
        return chinese;
    }
}
