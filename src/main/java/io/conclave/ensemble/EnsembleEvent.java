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
 */
public record EnsembleEvent(Kind kind, String node, String from, String to, String message, String messageZh) {

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
        UNDRAINED("{node} takes files again.", "{node} 重新接收文件。");

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
