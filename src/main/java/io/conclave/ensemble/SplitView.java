package io.conclave.ensemble;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Reason;
import io.conclave.bus.Sentence;
import java.util.Locale;
import java.util.Map;

/**
 * A point on which servers contradict each other or their configuration.
 *
 * @param kind which sort of contradiction
 * @param message the sentence, English
 * @param messageZh the sentence, Chinese
 */
public record SplitView(Kind kind, String message, String messageZh) {

    /** Sorts of contradiction. */
    public enum Kind implements Reason {
        /** Two servers claim to lead: one of them has not noticed yet that it was deposed. */
        TWO_LEADERS("{nodes} all claim to lead, in epochs {epochs}.", "{nodes} 都自称领导者，纪元为 {epochs}。"),
        /** A follower has seen another term than the leader's. */
        EPOCH_DIFFERS(
                "{node} is in epoch {epoch} while {leader} leads epoch {leaderEpoch}.",
                "{node} 处于纪元 {epoch}，而 {leader} 领导的纪元是 {leaderEpoch}。"),
        /** A server that is part of an ensemble runs on its own. */
        STANDALONE_AMONG_OTHERS(
                "{node} runs standalone although {watched} servers are watched: it shares nothing with the others.",
                "{node} 以 standalone 方式运行，而监控的服务器有 {watched} 台：它与其他服务器没有任何共享。"),
        /** The servers know voters that nobody watches here. */
        VOTERS_NOT_WATCHED(
                "{node} counts {members} voters, of which {watched} are watched here: the quorum shown may be wrong.",
                "{node} 认为有 {members} 个投票者，其中只监控了 {watched} 个：所示的多数派可能不准。");

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

    static SplitView of(Kind kind, Map<String, ?> values) {
        Sentence sentence = Sentence.of(kind, values);
        return new SplitView(kind, sentence.en(), sentence.zh());
    }
}
