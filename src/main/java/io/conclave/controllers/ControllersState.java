package io.conclave.controllers;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Sentence;
import java.util.List;
import java.util.Optional;

/**
 * The controllers as one of them sees them.
 *
 * @param several whether there can be more than this one
 * @param id who says this
 * @param url where its page and REST are, or null where it is the only one, of which nobody has to be told
 * @param role what it is to the others
 * @param active who acts, or null where nobody does or that is not known
 * @param members who is there, by name; as last seen where this one is detached
 * @param reason why it is detached, else null
 * @param message the same as a sentence, English, or null
 * @param messageZh the same, Chinese, or null
 */
public record ControllersState(
        boolean several,
        String id,
        String url,
        ControllerRole role,
        ActiveController active,
        List<ControllerMember> members,
        StandingReason reason,
        String message,
        String messageZh) {

    public ControllersState {
        members = List.copyOf(members);
    }

    /** The only controller there is. */
    public static ControllersState alone(ControllerRef self) {
        return new ControllersState(
                false,
                self.id(),
                null,
                ControllerRole.ACTIVE,
                new ActiveController(self.id(), self.epoch(), null),
                List.of(),
                null,
                null,
                null);
    }

    /** As one of several begins: it knows nobody. */
    public static ControllersState unknown(String id) {
        StandingReason reason = StandingReason.NO_CONTACT_YET;
        Sentence why = ControllerEvent.sentence(reason, id, "");
        return new ControllersState(
                true, id, null, ControllerRole.DETACHED, null, List.of(), reason, why.en(), why.zh());
    }

    /** Who acts, where it is another one. */
    public Optional<ActiveController> otherActive() {
        return Optional.ofNullable(active).filter(other -> !other.id().equals(id));
    }
}
