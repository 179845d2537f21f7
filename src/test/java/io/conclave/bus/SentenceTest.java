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

    @Test
    void chineseHasABlankBetweenItsCharactersAndLettersAndNoneBetweenTwoOfItsOwn() {
        Template template = new Template("t", "x", "{node}再多 {amount} 时由 {from} 变为 {to}。");

        assertThat(Sentence.of(template, Map.of("node", "zk1", "amount", "5 个文件", "from", "无", "to", "zk2"))
                        .zh())
                .isEqualTo("zk1 再多 5 个文件时由无变为 zk2。");
        assertThat(Sentence.chinese("若", "zk1 在线", "且", "阈值不高于 4", "，", "就会迁移")).isEqualTo("若 zk1 在线且阈值不高于 4，就会迁移");
    }

    @Test
    void valueIsNeverChangedByWhatStandsAroundIt() {
        Template template = new Template("t", "{name}", "删除 {name} 时");

        assertThat(Sentence.of(template, Map.of("name", "报告 终稿2.txt")).zh()).isEqualTo("删除报告 终稿2.txt 时");
    }
}
