package io.conclave.scheduler;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import io.conclave.ensemble.Health;
import java.util.Locale;

/**
 * What a node is to the scheduler: only one that is up is a target. A server that runs counts as up also while it is in
 * an election or has no quorum: the bytes go to its disk, and what is to be written to the ensemble waits in the
 * outbox.
 */
enum Standing implements Reason {
    UP("up", "在线"),
    DOWN("down", "已停止"),
    HUNG("hung", "无应答"),
    UNKNOWN("in an unknown state", "状态未知"),
    /** Files are on it, but it is no longer configured. */
    NOT_CONFIGURED("not configured any more", "已不在配置中");

    private final String english;
    private final String chinese;

    Standing(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** What a node of this health is to the scheduler. */
    static Standing of(Health health) {
        return switch (health) {
            case HEALTHY, DEGRADED -> UP;
            case HUNG -> HUNG;
            case DOWN -> DOWN;
            case UNKNOWN -> UNKNOWN;
        };
    }

    @Override
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
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
