package io.conclave.kv.client;

import io.conclave.kv.KvReason;
import java.util.Optional;

/** One attempt at one member brought no answer, or a refusal. Has no stack trace: it is an answer, not a fault. */
final class CallFailedException extends RuntimeException {

    private final transient Optional<KvReason> reason;
    private final transient Redirect redirect;
    private final boolean perhapsDone;

    private CallFailedException(String message, Optional<KvReason> reason, Redirect redirect, boolean perhapsDone) {
        super(message, null, false, false);
        this.reason = reason;
        this.redirect = redirect;
        this.perhapsDone = perhapsDone;
    }

    /** The member said why not. */
    static CallFailedException refused(KvReason reason, String message, Redirect redirect) {
        boolean perhapsDone = reason == KvReason.OUTCOME_UNKNOWN || reason == KvReason.FENCED;
        return new CallFailedException(message, Optional.of(reason), redirect, perhapsDone);
    }

    /** The call did not reach the member. */
    static CallFailedException notSent(String message) {
        return new CallFailedException(message, Optional.empty(), Redirect.NONE, false);
    }

    /** The call may have reached the member, and no answer came, or one that does not say what was done. */
    static CallFailedException unanswered(String message) {
        return new CallFailedException(message, Optional.empty(), Redirect.NONE, true);
    }

    /** Why the member refused; empty where none did. */
    Optional<KvReason> reason() {
        return reason;
    }

    /** Who is to be asked instead, where the member said so. */
    Redirect redirect() {
        return redirect;
    }

    /** Whether a write may have been done all the same. */
    boolean perhapsDone() {
        return perhapsDone;
    }
}
