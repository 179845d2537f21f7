package io.conclave.cli.probe.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has come of the active controller's messages against what it says that it has sent. The cluster's bus promises
 * nothing, and the last message of a topic would be missed by nobody otherwise.
 */
final class Arrivals {

    private final Map<String, Long> come = new HashMap<>();
    private final Map<String, Long> announced = new HashMap<>();
    private long epoch;

    /** Takes the number of a message; false where it is of a controller whose term is over. */
    boolean message(String topic, long of, long seq) {
        if (of < epoch) {
            return false;
        }
        begin(of);
        come.merge(topic, seq, Math::max);
        return true;
    }

    /** Takes what each topic stood at in a snapshot, which tells all that was before. */
    void snapshot(Map<String, Long> numbers) {
        numbers.forEach((topic, seq) -> come.merge(topic, seq, Math::max));
    }

    /**
     * Takes what the active controller has sent by now. Messages may still be on their way, so what it had sent half a
     * second before is looked at.
     *
     * @return a topic of which something did not come
     */
    Optional<String> beat(long of, Map<String, Long> numbers) {
        if (of < epoch) {
            return Optional.empty();
        }
        begin(of);
        Optional<String> missing = announced.entrySet().stream()
                .filter(topic -> come.containsKey(topic.getKey()) && come.get(topic.getKey()) < topic.getValue())
                .map(Map.Entry::getKey)
                .findFirst();
        announced.clear();
        announced.putAll(numbers);
        return missing;
    }

    /** Each controller has numbers of its own. */
    private void begin(long of) {
        if (of > epoch) {
            epoch = of;
            come.clear();
            announced.clear();
        }
    }

    /** The numbers of some topics, out of an object of numbers or of objects with a {@code seq}. */
    static Map<String, Long> numbers(JsonNode told, Collection<String> topics) {
        Map<String, Long> numbers = new HashMap<>();
        for (String topic : topics) {
            JsonNode number = told.path(topic).isObject() ? told.path(topic).path("seq") : told.path(topic);
            if (number.isIntegralNumber()) {
                numbers.put(topic, number.longValue());
            }
        }
        return numbers;
    }
}
