package io.conclave.controllers;

import io.conclave.bus.Sentence;
import java.util.Map;

/**
 * One row of what happens to controllers, as one of them saw it.
 *
 * @param event what
 * @param id to which controller
 * @param epoch its fencing token where it acts or acted, else null
 * @param url where its page and REST are, or null where that is not known
 * @param reason why
 * @param message the reason as a sentence, English
 * @param messageZh the same, Chinese
 * @param controllers how they stand now, so that the newest row tells it all
 */
public record ControllerEvent(
        ControllerEventKind event,
        String id,
        Long epoch,
        String url,
        StandingReason reason,
        String message,
        String messageZh,
        ControllersState controllers) {

    static ControllerEvent of(
            ControllerEventKind event,
            String id,
            Long epoch,
            String url,
            StandingReason reason,
            String detail,
            ControllersState controllers) {
        Sentence sentence = sentence(reason, id, detail);
        return new ControllerEvent(event, id, epoch, url, reason, sentence.en(), sentence.zh(), controllers);
    }

    static Sentence sentence(StandingReason reason, String id, String detail) {
        return Sentence.of(reason, Map.of("id", id, "detail", detail == null ? "" : detail));
    }
}
