package io.conclave.ensemble;

import io.conclave.bus.Sentence;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** How one four-letter word to one server ended. */
sealed interface Reply {

    /** What a server that ends a question so is in; for a whole reply, as far as the connection tells. */
    NodeCondition condition();

    /** A whole reply. */
    record Text(String text) implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.SERVING;
        }
    }

    /** The server knows the command and does not run it ({@code 4lw.commands.whitelist}, since 3.4.10 and 3.5.3). */
    record NotWhitelisted() implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.NOT_WHITELISTED;
        }
    }

    /** The server runs and serves nobody: it is in an election or has no quorum. */
    record NotServing() implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.NOT_SERVING;
        }
    }

    /**
     * The connection ended in the middle of the reply.
     *
     * @param text what came
     */
    record Cut(String text) implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.TRUNCATED;
        }
    }

    /** Accepted and closed at once without a byte, as a server does beyond {@code maxClientCnxns}. */
    record ClosedEarly() implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.CONNECTION_LIMIT;
        }
    }

    /** More than a server of this kind ever answers; the rest was not read. */
    record TooLarge(int limitBytes) implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.OVERSIZED;
        }
    }

    /** Bytes that are no text. */
    record Garbage() implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.UNREADABLE;
        }
    }

    /** Nothing listens there. */
    record Refused() implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.REFUSED;
        }
    }

    /**
     * No connection came about, for another reason than that it was refused.
     *
     * @param detail why, as a part of a sentence
     * @param silent whether nothing answered at all, rather than an error
     */
    record Unreachable(Sentence detail, boolean silent) implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.UNREACHABLE;
        }
    }

    /** Connected, and not one byte within the time limit: the process hangs or is paused. */
    record Silent() implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.HUNG;
        }
    }

    /** Connected, and the reply did not end within the time limit. */
    record Dripping(int bytes) implements Reply {
        @Override
        public NodeCondition condition() {
            return NodeCondition.DRIPPING;
        }
    }

    /**
     * What the bytes of a connection that has ended come to.
     *
     * @param word what was asked
     * @param bytes everything that came
     * @param reset whether the connection was broken rather than closed in order
     */
    static Reply of(FourLetterWord word, byte[] bytes, boolean reset) {
        if (bytes.length == 0) {
            return new ClosedEarly();
        }
        String text = text(bytes);
        if (text == null) {
            return new Garbage();
        }
        String stripped = text.strip();
        if (stripped.equals(Sentences.NOT_SERVING)) {
            return new NotServing();
        }
        if (stripped.endsWith(Sentences.NOT_WHITELISTED) && stripped.length() < 100) {
            return new NotWhitelisted();
        }
        boolean whole = !reset && (!word.endsWithLine() || text.endsWith("\n"));
        return whole ? new Text(text) : new Cut(text);
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().anyMatch(Reply::isControl) ? null : text;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
    }

    /** What a server says instead of a reply, as {@code AbstractFourLetterCommand} and {@code NopCommand} print it. */
    final class Sentences {
        private static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests";
        private static final String NOT_WHITELISTED = " is not executed because it is not in the whitelist.";

        private Sentences() {}

        /** Whether an answer of any source is the one of a server that serves nobody. */
        static boolean isNotServing(String text) {
            return NOT_SERVING.equals(text);
        }
    }
}
