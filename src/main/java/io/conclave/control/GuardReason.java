package io.conclave.control;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** Why an action on a server is allowed or refused for the sake of the quorum. */
public enum GuardReason implements Reason {
    KEEPS_QUORUM(
            true,
            "Of {voters} voters {inSync} are in sync; without {node} {left} stay, and {needed} are needed.",
            "{voters} 个投票者中 {inSync} 个已同步；没有 {node} 还剩 {left} 个，需要 {needed} 个。"),
    KEEPS_QUORUM_ELECTS(
            true,
            "Of {voters} voters {inSync} are in sync; without {node} {left} stay, and {needed} are needed. {node} leads:"
                    + " the others elect a new leader, and nothing is served until they have.",
            "{voters} 个投票者中 {inSync} 个已同步；没有 {node} 还剩 {left} 个，需要 {needed} 个。{node} 是领导者：其余节点将选出新领导者，" + "选出之前不提供服务。"),
    DOES_NOT_COUNT(
            true,
            "{node} does not count towards the quorum now, so nothing is lost: {inSync} of {voters} voters are in sync,"
                    + " {needed} are needed.",
            "{node} 目前不计入多数派，不会有损失：{voters} 个投票者中 {inSync} 个已同步，需要 {needed} 个。"),
    ADDS(
            true,
            "This takes nothing away: {inSync} of {voters} voters are in sync, {needed} are needed.",
            "此操作不会减少投票者：{voters} 个投票者中 {inSync} 个已同步，需要 {needed} 个。"),
    LOSES_QUORUM(
            false,
            "Of {voters} voters {inSync} are in sync; without {node} {left} would stay, and {needed} are needed: the"
                    + " ensemble would lose its quorum.",
            "{voters} 个投票者中 {inSync} 个已同步；没有 {node} 只剩 {left} 个，需要 {needed} 个：集群将失去多数派。"),
    NO_LEADER(
            false,
            "There is no leader now, and {node} answers: it may be one of the {needed} of {voters} voters that an election"
                    + " needs.",
            "目前没有领导者，而 {node} 有应答：选举需要 {voters} 个投票者中的 {needed} 个，它可能是其中之一。"),
    VIEWS_DIFFER(
            false,
            "The servers contradict each other, so nobody can say what would be left: {contradiction}",
            "各服务器的说法互相矛盾，无法判断会剩下什么：{contradiction}");

    private final boolean allows;
    private final String english;
    private final String chinese;

    GuardReason(boolean allows, String english, String chinese) {
        this.allows = allows;
        this.english = english;
        this.chinese = chinese;
    }

    /** Whether the action may go on without being forced. */
    public boolean allows() {
        return allows;
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
