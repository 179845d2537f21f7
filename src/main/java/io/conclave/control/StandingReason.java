package io.conclave.control;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** Why a server counts as a voter in sync, or not. */
public enum StandingReason implements Reason {
    LEADS(true, "{node} leads.", "{node} 是领导者。"),
    IN_SYNC(
            true,
            "{node} follows and has everything that the leader had {within} before.",
            "{node} 是跟随者，已有领导者 {within}之前的全部数据。"),
    OBSERVES(false, "{node} is an observer: it has no vote.", "{node} 是观察者，没有投票权。"),
    SILENT(false, "{node} does not answer.", "{node} 无应答。"),
    NOT_SERVING(false, "{node} answers, but takes part in no quorum.", "{node} 有应答，但不属于任何多数派。"),
    NO_LEADER(false, "{node} says that it follows, but nobody leads.", "{node} 自称跟随者，但没有领导者。"),
    BEHIND(
            false,
            "{node} stands at {zxid}; {within} before the leader stood at {leaderZxid} already.",
            "{node} 处于 {zxid}；而领导者在 {within}之前就已处于 {leaderZxid}。"),
    ACTED_ON(false, "{node} is being acted on, or has not answered since it was.", "正在对 {node} 执行操作，或操作后它尚未应答。");

    private final boolean counts;
    private final String english;
    private final String chinese;

    StandingReason(boolean counts, String english, String chinese) {
        this.counts = counts;
        this.english = english;
        this.chinese = chinese;
    }

    /** Whether a server for which this holds is a voter in sync. */
    public boolean counts() {
        return counts;
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
