package io.conclave.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.ProblemException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
            error|error
            Leader ELECTION|(leader & election)
            leader AND election|(leader & election)
            a OR b c|(a / (b & c))
            (a OR b) c|((a / b) & c)
            a NOT b|(a & !b)
            NOT NOT b|!!b
            NOT (a b)|!(a & b)
            "new leader"|<new leader>
            "and" or|(and & or)
            "AND"|and
            elect*|elect*
            "new lead"*|<new lead>*
            zk1:2181|<zk1 2181>
            0x3000013ac0e0000|0x3000013ac0e0000
            java.net.Conn*|<java net conn>*
            选举超时|<选 举 超 时>
            选举 超时|(<选 举> & <超 时>)
            “选举”（a）|(<选 举> & a)
            Ünïcode|ünïcode
            """)
    void aQueryIsReadIntoItsTree(String text, String tree) {
        assertThat(shown(QueryParser.parse(text).orElseThrow())).isEqualTo(tree);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            textBlock =
                    """
            a AND|5
            AND a|0
            a OR OR b|5
            (a|0
            a)|1
            a ()|3
            a "b c|2
            a -->|2
            ""|0
            *|0
            NOT|3
            a (b AND )|9
            """)
    void whatCannotBeReadIsRefusedWithItsPlace(String text, int position) {
        assertThatThrownBy(() -> QueryParser.parse(text)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(400);
            assertThat(refused.problem().code()).isEqualTo("invalid_q");
            assertThat(refused.problem().field()).isEqualTo("q");
            assertThat(refused.problem().position()).isEqualTo(position);
            assertThat(refused.problem().detail()).contains("(at character " + (position + 1) + ")");
        });
    }

    @Test
    void nothingAsksForEverything() {
        assertThat(QueryParser.parse(null)).isEmpty();
        assertThat(QueryParser.parse("  \t ")).isEmpty();
    }

    @Test
    void longDeepAndManyTermedQueriesAreRefused() {
        for (String text : List.of(
                "x".repeat(1_001), "(".repeat(30) + "a" + ")".repeat(30), "NOT ".repeat(30) + "a", "a ".repeat(65))) {
            assertThatThrownBy(() -> QueryParser.parse(text)).isInstanceOf(ProblemException.class);
        }
        assertThat(QueryParser.parse("a ".repeat(64))).isPresent();
    }

    @Test
    void whatWasLookedForIsMarkedInTheMessageAndWhatWasExcludedIsNot() {
        assertThat(marked("leader AND NOT zk2", "New Leader zk1, zk2: leadership"))
                .isEqualTo("New [Leader] zk1, zk2: leadership");
        assertThat(marked("lead*", "New Leader zk1: leadership")).isEqualTo("New [Leader] zk1: [leadership]");
        assertThat(marked("exception", "a NullPointerException here")).isEqualTo("a NullPointer[Exception] here");
        assertThat(marked("选举", "开始选举，选了举")).isEqualTo("开始[选举]，选了举");
        assertThat(marked("zk1:2181", "to zk1/2181 and zk1 at 2181")).isEqualTo("to [zk1/2181] and zk1 at 2181");
        assertThat(marked("\"b c\" OR \"c d\"", "a b c d")).isEqualTo("a [b c d]");
        assertThat(new Highlighter(null).ranges("anything")).isEmpty();
    }

    private static String marked(String query, String message) {
        StringBuilder marked = new StringBuilder(message);
        List<TextRange> ranges = new Highlighter(QueryParser.parse(query).orElseThrow()).ranges(message);
        for (int i = ranges.size() - 1; i >= 0; i--) {
            marked.insert(ranges.get(i).end(), ']').insert(ranges.get(i).start(), '[');
        }
        return marked.toString();
    }

    private static String shown(QueryTree tree) {
        if (tree instanceof QueryTree.And and) {
            return and.parts().stream().map(QueryParserTest::shown).collect(Collectors.joining(" & ", "(", ")"));
        }
        if (tree instanceof QueryTree.Or or) {
            return or.parts().stream().map(QueryParserTest::shown).collect(Collectors.joining(" / ", "(", ")"));
        }
        if (tree instanceof QueryTree.Not not) {
            return "!" + shown(not.part());
        }
        if (tree instanceof QueryTree.Prefix prefix) {
            return words(prefix.words()) + "*";
        }
        return words(((QueryTree.Phrase) tree).words());
    }

    private static String words(List<String> words) {
        return words.size() == 1 ? words.get(0) : words.stream().collect(Collectors.joining(" ", "<", ">"));
    }
}
