package io.conclave.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** Why an ensemble has not settled after an operation, or why nothing was measured after it. */
public enum MeasureReason implements Reason {
    NOTHING_KNOWN("Nothing was known of the ensemble.", "没有集群的任何数据。"),
    STILL_SERVING("{node} still served as {role}.", "{node} 仍以{role}身份提供服务。"),
    NOT_SERVING("{node} did not serve: it was {role} and {health}.", "{node} 未提供服务：角色 {role}，状态 {health}。"),
    NO_QUORUM(
            "There was no quorum: {up} of {voters} voters served, {needed} are needed.",
            "没有多数派：{voters} 个投票者中 {up} 个在服务，需要 {needed} 个。"),
    NO_LEADER("Nobody led.", "没有领导者。"),
    NOT_ANSWERED("{node} had not answered since the action ended.", "操作结束后 {node} 尚未应答。"),
    OLD_TERM(
            "{node} was still in term {epoch} while {leader} led term {leaderEpoch}.",
            "{node} 仍在第 {epoch} 任期，而 {leader} 已领导第 {leaderEpoch} 任期。"),
    BEHIND(
            "{node} was {count} transactions behind {leader}; {limit} are within reach.",
            "{node} 落后 {leader} {count} 个事务；{limit} 个以内视为跟上。"),
    OUTSTANDING(
            "{node} had {count} requests outstanding, {before} before the action; {slack} more are normal.",
            "{node} 排队请求 {count} 个，操作前 {before} 个；多 {slack} 个以内属正常。"),
    FILES_LEFT("{node} still held {count} files.", "{node} 上仍有 {count} 个文件。"),
    CONTROLLER_ENDED("Not measured: the controller ended before it could.", "未测量：控制器在此之前已结束。"),
    TOO_MANY("Not measured: more than {limit} operations were being followed at once.", "未测量：同时跟踪的操作超过 {limit} 个。");

    private final String english;
    private final String chinese;

    MeasureReason(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
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
