package io.conclave.grafana;

import io.conclave.bus.Sentence;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * Whether Grafana can be shown.
 *
 * @param configured whether there is one in the settings
 * @param url where a browser reaches it, or null
 * @param reachable whether it answered when it was looked at last
 * @param code why so
 * @param reason the sentence, English
 * @param reasonZh the sentence, Chinese
 * @param checkedAt when it was looked, or null where there is nothing to look at
 */
public record GrafanaState(
        boolean configured,
        URI url,
        boolean reachable,
        GrafanaReason code,
        String reason,
        String reasonZh,
        Instant checkedAt) {

    static GrafanaState of(URI url, GrafanaReason code, Map<String, ?> facts, Instant checkedAt) {
        Sentence sentence = Sentence.of(code, facts);
        boolean reachable = code == GrafanaReason.ANSWERS;
        return new GrafanaState(url != null, url, reachable, code, sentence.en(), sentence.zh(), checkedAt);
    }
}
