package io.conclave.kv.show;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/** What can come of an action on a process of the store. */
public enum ProspectReason implements Reason {
    MASTER_TAKEN_OVER(
            "{process} is the master. Keys are served as before; another server becomes master when its session is over,"
                    + " and until then no lost primary is replaced.",
            "{process} 是主控。键照常可用；其会话到期后由另一台服务器接任，在此之前不会替换丢失的主副本。"),
    SERVER_SPARE(
            "{process} is not the master. Keys are served as before, and {left} servers stay.",
            "{process} 不是主控。键照常可用，还剩 {left} 台服务器。"),
    LAST_SERVER(
            "{process} is the last server. Keys are served as before, but no lost primary is replaced until a server is"
                    + " back.",
            "{process} 是最后一台服务器。键照常可用，但在有服务器恢复之前不会替换丢失的主副本。"),
    PRIMARY_REPLACED(
            "{process} is the primary of {group}. Its keys can be neither read nor written until its session is over, about"
                    + " {seconds} s; then {heir} is promoted. No acknowledged write is lost.",
            "{process} 是 {group} 的主副本。在其会话到期（约 {seconds} 秒）之前，该组的键不可读写；随后提升 {heir}。已确认的写入不会丢失。"),
    PRIMARY_HANDS_OVER(
            "{process} is the primary of {group} and gives its role up in order: {heir} is promoted in a moment. No"
                    + " acknowledged write is lost.",
            "{process} 是 {group} 的主副本，将有序交出角色：随即提升 {heir}。已确认的写入不会丢失。"),
    PRIMARY_FENCED(
            "{process} is the primary of {group} and will hang. Its keys can be neither read nor written until its session"
                    + " is over, about {seconds} s; then {heir} is promoted. When it wakes its epoch is over, and it can"
                    + " acknowledge nothing.",
            "{process} 是 {group} 的主副本，将被挂起。在其会话到期（约 {seconds} 秒）之前，该组的键不可读写；随后提升 {heir}。它醒来时纪元已过，无法再确认任何写入。"),
    LAST_IN_SYNC(
            "{process} is the last member of {group} in sync: the group will be unavailable until it is back. No other"
                    + " member may take its place, since it could miss an acknowledged write.",
            "{process} 是 {group} 的最后一个同步成员：在它恢复之前该组不可用。其他成员可能缺少已确认的写入，因此不得接任。"),
    STANDBY_LEAVES(
            "{process} is a standby of {group} in sync. Writes wait for it a second at the most, then it is taken out of the"
                    + " in-sync set; {left} stay in it.",
            "{process} 是 {group} 的同步备副本。写入最多等待它一秒，随后它被移出同步集；集内还剩 {left} 个。"),
    STANDBY_NOT_IN_SYNC(
            "{process} is not in sync, so nothing of {group} waits for it.", "{process} 未同步，{group} 不会等待它。"),
    RETURNS(
            "{process} comes back, catches up with {group} and joins the in-sync set; reads and writes go on meanwhile.",
            "{process} 恢复后追赶 {group} 的日志并加入同步集，期间读写照常。"),
    RETURNS_AS_LAST(
            "{process} was in sync last: {group} can be used again as soon as it is back.",
            "{process} 是最后同步的成员：它恢复后 {group} 即可用。"),
    SERVER_RETURNS(
            "{process} comes back as a server with a new number; the master stays who it is.",
            "{process} 恢复后以新编号作为服务器加入，主控不变。"),
    NOTHING_KNOWN(
            "Nothing is known of {group} at the moment, so what it comes to cannot be told.",
            "目前对 {group} 一无所知，无法判断结果。");

    private final String english;
    private final String chinese;

    ProspectReason(String english, String chinese) {
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
