package io.conclave.cli.probe;

import io.conclave.bus.Topic;
import io.conclave.cli.probe.text.TopicNames;
import io.conclave.web.stream.PublicTopics;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The topics of this version, which shells offer too. */
final class TopicCandidates implements Iterable<String> {

    static final TopicNames NAMES = new TopicNames(PublicTopics.ALL);

    @Override
    public Iterator<String> iterator() {
        return NAMES.shortNames().iterator();
    }

    /** The addresses of those that are a state. */
    static Set<String> states(List<Topic<?>> topics) {
        return topics.stream()
                .filter(topic -> topic.kind() == Topic.Kind.STATE)
                .map(Topic::address)
                .collect(Collectors.toSet());
    }
}
