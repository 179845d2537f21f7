package io.conclave.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SentenceTest {

    private record Template(String code, String english, String chinese) implements Reason {}

    @Test
    void placeholdersAreFilledInBothLanguages() {
        Template template = new Template("t", "{node} has {count}.", "{node} 有 {count}。");

        assertThat(Sentence.of(template, Map.of("node", "zk1", "count", 3)))
                .isEqualTo(new Sentence("zk1 has 3.", "zk1 有 3。"));
    }

    @Test
    void valueThatLooksLikeAPlaceholderIsNotFilledAgain() {
        Template template = new Template("t", "{name} on {node}", "{name}");

        assertThat(Sentence.of(template, Map.of("name", "{node}", "node", "zk1"))
                        .en())
                .isEqualTo("{node} on zk1");
    }

    @Test
    void placeholderWithoutValueStaysVisible() {
        assertThat(Sentence.of(new Template("t", "{gone} {", "x"), Map.of()).en())
                .isEqualTo("{gone} {");
    }

    @Test
    void sentenceWithinASentenceKeepsToItsLanguage() {
        Template template = new Template("t", "{node} is {state}.", "{node} {state}。");

        assertThat(Sentence.of(template, Map.of("node", "zk1", "state", new Sentence("down", "已停止"))))
                .isEqualTo(new Sentence("zk1 is down.", "zk1 已停止。"));
    }
}
