package io.conclave.logs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;

/** How grave an entry is, the least grave first. */
public enum LogLevel implements Reason {
    /** The finest. */
    TRACE("trace", "trace", "跟踪"),
    /** For developers. */
    DEBUG("debug", "debug", "调试"),
    /** What usually happens. */
    INFO("info", "info", "信息"),
    /** What may need a look. */
    WARN("warn", "warning", "警告"),
    /** What went wrong. */
    ERROR("error", "error", "错误"),
    /** After which nothing goes on. */
    FATAL("fatal", "fatal", "致命"),
    /** The entry does not say. */
    UNKNOWN("unknown", "not told", "未注明");

    private final String code;
    private final String english;
    private final String chinese;

    LogLevel(String code, String english, String chinese) {
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
