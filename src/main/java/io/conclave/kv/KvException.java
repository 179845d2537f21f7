package io.conclave.kv;

import io.conclave.bus.Sentence;
import java.util.Map;
import java.util.Optional;

/**
 * Why the store did not do what was asked, through a failed future. Has no stack trace: it is an answer, not a fault.
 */
public final class KvException extends RuntimeException {

    /**
     * Whom to ask instead.
     *
     * @param group the group that the key belongs to
     * @param primary host:port of its primary; empty where there is none or it is not known
     * @param ringVersion the version of the ring that says so
     */
    public record Redirect(String group, String primary, long ringVersion) {}

    private final KvReason reason;
    private final transient Sentence sentence;
    private final transient Redirect redirect;

    private KvException(KvReason reason, Sentence sentence, Redirect redirect) {
        super(sentence.en(), null, false, false);
        this.reason = reason;
        this.sentence = sentence;
        this.redirect = redirect;
    }

    /** For a reason whose sentence has no placeholders. */
    public static KvException of(KvReason reason) {
        return of(reason, Map.of());
    }

    /**
     * For a reason with placeholders.
     *
     * @param values what stands for each of them
     */
    public static KvException of(KvReason reason, Map<String, ?> values) {
        return new KvException(reason, Sentence.of(reason, values), null);
    }

    /** For {@link KvReason#NOT_OWNER} and {@link KvReason#NOT_PRIMARY}: somebody else is the one to ask. */
    public static KvException elsewhere(KvReason reason, Redirect redirect) {
        String primary = redirect.primary().isEmpty() ? "?" : redirect.primary();
        Sentence sentence = Sentence.of(reason, Map.of("group", redirect.group(), "primary", primary));
        return new KvException(reason, sentence, redirect);
    }

    /** The machine-readable side of it. */
    public KvReason reason() {
        return reason;
    }

    /** The message in both languages; {@link #getMessage()} is the English one. */
    public Sentence sentence() {
        return sentence;
    }

    /** Whom to ask instead, where somebody else is the one to ask. */
    public Optional<Redirect> redirect() {
        return Optional.ofNullable(redirect);
    }
}
