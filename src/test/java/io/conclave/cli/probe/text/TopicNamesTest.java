package io.conclave.cli.probe.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.Topic;
import io.conclave.web.stream.PublicTopics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {

    private final TopicNames names = new TopicNames(PublicTopics.ALL);

    @Test
    void shortAndFullNamesMeanTheSameAndEachTopicIsMeantOnce() {
        assertThat(names.resolve(List.of("ensemble", "conclave.plan", "conclave.ensemble")))
                .extracting(Topic::address)
                .containsExactly("conclave.ensemble", "conclave.plan");
    }

    @Test
    void noNameMeansAll() {
        assertThat(names.resolve(List.of())).isEqualTo(PublicTopics.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ensembel", "", "conclave.", "ENSEMBLE", "conclave.command.drain", "\u001b[2J"})
    void anUnknownNameIsRefusedWithThoseThatThereAre(String name) {
        assertThatThrownBy(() -> names.resolve(List.of("plan", name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no topic ")
                .hasMessageContaining("; there are ensemble, counts, plan")
                .hasMessageNotContaining("\u001b");
    }
}
