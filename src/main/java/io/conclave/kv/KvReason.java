package io.conclave.kv;

import io.conclave.bus.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why the key-value store did not do what was asked. The code travels in the trailer {@code conclave-reason} of a gRPC
 * answer.
 */
public enum KvReason implements Reason {
    INVALID("The request is not valid: {detail}.", "请求无效：{detail}。"),
    UNAUTHENTICATED("The call carries no valid token.", "调用未携带有效令牌。"),
    NOT_OWNER("The key belongs to group {group}, whose primary is {primary}.", "该键属于组 {group}，其主副本为 {primary}。"),
    NOT_PRIMARY(
            "This member is no primary; the primary of group {group} is {primary}.",
            "本成员不是主副本；组 {group} 的主副本为 {primary}。"),
    NO_PRIMARY(
            "Group {group} has no primary: none of its in-sync members {inSync} is there.",
            "组 {group} 没有主副本：其同步成员 {inSync} 均不在线。"),
    FENCED("Epoch {epoch} of this member is over; nothing is acknowledged any more.", "本成员的纪元 {epoch} 已结束，不再确认任何写入。"),
    LEASE_EXPIRED(
            "This primary has had no contact with the ensemble for too long to be sure of its role.",
            "该主副本与协调集群失联过久，无法确定自己的角色。"),
    MOVING("The key's arc changes hands at this moment; try again.", "该键所在弧段正在移交，请重试。"),
    NOT_ENOUGH_IN_SYNC(
            "Group {group} has {count} in-sync members, and {needed} are needed for a write.",
            "组 {group} 有 {count} 个同步成员，写入需要 {needed} 个。"),
    READ_ONLY("This member takes no writes: {detail}.", "本成员只读：{detail}。"),
    OVERLOADED("Too many writes wait already ({count}); try again later.", "等待中的写入过多（{count}），请稍后重试。"),
    OUTCOME_UNKNOWN("Whether the write was done is not known: {detail}.", "写入是否完成未知：{detail}。"),
    STALE_REQUEST("Call {number} of this client was reported as answered already.", "该客户端的第 {number} 次调用此前已报告完成。"),
    WATCH_TOO_OLD(
            "Changes before version {oldest} are no longer kept; read the keys anew.", "版本 {oldest} 之前的变更已不再保留，请重新读取。"),
    WATCH_TOO_SLOW("The watcher did not read, and {count} changes waited for it.", "监听方未读取，已积压 {count} 条变更。"),
    CORRUPT("The log is damaged at byte {at}: {detail}.", "日志在第 {at} 字节处损坏：{detail}。"),
    CLOSING("This member is being closed.", "本成员正在关闭。"),
    UNREACHABLE("No member of the store could be reached: {detail}.", "无法连接到存储的任何成员：{detail}。");

    private final String english;
    private final String chinese;

    KvReason(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** The reason with this code; empty where there is none. */
    public static Optional<KvReason> of(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code().equals(code))
                .findFirst();
    }

    @Override
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
