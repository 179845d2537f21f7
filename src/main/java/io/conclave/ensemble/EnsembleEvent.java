package io.conclave.ensemble;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import java.util.Locale;

/**
 * One change that a person would want to see in a list.
 *
 * @param kind what happened
 * @param node to which node, or null where it concerns the ensemble
 * @param from what it was before, or null
 * @param to what it is now, or null
 * @param message the sentence, English
 * @param messageZh the sentence, Chinese
 * @param lines what finds the lines of the node's log that tell of it, in the language of the search; null where it was
 *     not seen in a log
 */
public record EnsembleEvent(
        Kind kind, String node, String from, String to, String message, String messageZh, String lines) {

    /** What happened. */
    public enum Kind implements Reason {
        /** It serves in another role than before. */
        ROLE_CHANGED("{node} was {from} and is now {to}.", "{node} 由 {from} 变为 {to}。"),
        /** Answers after it had been down. */
        STARTED("{node} answers again and is {to}.", "{node} 恢复应答，角色：{to}。"),
        /** Went down. */
        STOPPED("{node} is down; it was {from}.", "{node} 已停机，之前是 {from}。"),
        /** Accepts connections and does not answer any more. */
        HUNG("{node} hangs; it was {from}.", "{node} 无应答（挂起），之前是 {from}。"),
        /** Another server leads, or none. */
        LEADER_CHANGED("The leader was {from} and is now {to}.", "领导者由 {from} 变为 {to}。"),
        /** Nothing can be decided any more. */
        QUORUM_LOST(
                "No leader has a majority behind it, so nothing can be written: {up} of {voters} voters serve, and"
                        + " it takes {needed}.",
                "没有获得多数派支持的领导者，无法写入：{voters} 个投票者中 {up} 个在服务，需要 {needed} 个。"),
        /** Writes are possible again. */
        QUORUM_REGAINED("The quorum is back: {up} of {voters} voters serve.", "恢复多数派：{voters} 个投票者中 {up} 个在服务。"),
        /** An operator took it out of the placement of files. */
        DRAINED("{node} takes no more files.", "{node} 不再接收文件。"),
        /** An operator put it back. */
        UNDRAINED("{node} takes files again.", "{node} 重新接收文件。"),
        /** Its log says that it lost its leader, or that it begins. */
        ELECTION_BEGUN("{node} looks for a leader, says its log.", "{node} 的日志表明它正在寻找领导者。"),
        /** Its log says that it won an election. */
        ELECTION_WON(
                "{node} was elected leader; the election took {ms} ms, says its log.",
                "{node} 的日志表明它当选为领导者，选举耗时 {ms} 毫秒。"),
        /** The leader's log says that it has no quorum any more. */
        LEADERSHIP_GIVEN_UP(
                "{node} gives up leading, since too few followers are in sync, says its log.",
                "{node} 的日志表明同步的跟随者过少，它放弃领导。"),
        /** A client was silent for too long, says the leader's log. */
        SESSION_EXPIRED(
                "{count} client sessions expired by {node}, the last of them {session}, says its log.",
                "{node} 的日志表明 {count} 个客户端会话过期，最后一个是 {session}。"),
        /** The disk is too slow for the log of transactions, says the server's log. */
        SLOW_DISK(
                "{node} waited {ms} ms for its disk, says its log: all that writes waits with it.",
                "{node} 的日志表明它等待磁盘 {ms} 毫秒，所有写入都在等待。"),
        /** A host has as many connections as one may have, says the server's log. */
        CONNECTION_STORM(
                "{node} turns connections of {address} away, which has {most} already, says its log.",
                "{node} 的日志表明它拒绝来自 {address} 的连接，该地址已有 {most} 个。");

        private final String english;
        private final String chinese;

        Kind(String english, String chinese) {
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
}
