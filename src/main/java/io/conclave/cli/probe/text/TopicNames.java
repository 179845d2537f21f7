package io.conclave.cli.probe.text;

import io.conclave.bus.Topic;
import io.conclave.cli.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The topics that can be asked for, by their short names and their full ones. */
public final class TopicNames {

    private final List<Topic<?>> known;

    public TopicNames(List<Topic<?>> known) {
        this.known = List.copyOf(known);
    }

    /**
     * The topics of these names, each once; all for none.
     *
     * @throws IllegalArgumentException naming the one that does not exist, and those that do
     */
    public List<Topic<?>> resolve(Collection<String> names) {
        if (names.isEmpty()) {
            return known;
        }
        Map<String, Topic<?>> byName = known.stream()
                .collect(Collectors.toMap(topic -> HumanLine.shortName(topic.address()), Function.identity()));
        List<Topic<?>> found = new ArrayList<>();
        for (String name : names) {
            Topic<?> topic = byName.get(HumanLine.shortName(name));
            if (topic == null) {
                throw new IllegalArgumentException(
                        "there is no topic " + SafeText.shown(name) + "; there are " + String.join(", ", shortNames()));
            }
            if (!found.contains(topic)) {
                found.add(topic);
            }
        }
        return found;
    }

    /** The short names of all. */
    public List<String> shortNames() {
        return known.stream().map(topic -> HumanLine.shortName(topic.address())).toList();
    }
}
