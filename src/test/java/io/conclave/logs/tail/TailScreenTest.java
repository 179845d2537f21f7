package io.conclave.logs.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.ProblemException;
import io.conclave.logs.LogLevel;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailScreenTest {

    @Test
    void linesOfAStackTraceGoWithTheLineThatTheyHangOnWhateverOthersWrite() {
        TailScreen screen = new TailScreen(new TailFilter(null, Set.of(LogLevel.ERROR), null));

        assertThat(screen.admits("zk1", "2026-11-25 18:04:59,770 [myid:1] - ERROR [main:A@1] - it failed"))
                .isTrue();
        assertThat(screen.admits("zk2", "2026-11-25 18:04:59,771 [myid:2] - INFO  [main:A@1] - it works"))
                .isFalse();
        assertThat(screen.admits("zk1", "java.io.IOException: Broken pipe")).isTrue();
        assertThat(screen.admits("zk1", "\tat A.main(A.java:1)")).isTrue();
        assertThat(screen.admits("zk2", "goes on")).isFalse();
        assertThat(screen.admits("zk1", "2026-11-25 18:05:00,000 [myid:1] - WARN  [main:A@1] - again"))
                .isFalse();
        assertThat(screen.admits("zk1", "\tat A.main(A.java:1)")).isFalse();
    }

    @Test
    void lineBeforeTheFirstThatTellsItsLevelIsOfNoKnownLevel() {
        assertThat(new TailScreen(new TailFilter(null, Set.of(LogLevel.UNKNOWN), null)).admits("zk1", "JMX enabled"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            session expir*      | Expiring session 0x10, timeout of 4000ms exceeded | true
            "timeout of 4000ms" | Expiring session 0x10, timeout of 4000ms exceeded | true
            "of timeout"        | Expiring session 0x10, timeout of 4000ms exceeded | false
            pointer             | java.lang.NullPointerException                    | true
            NOT session         | Expiring session 0x10                             | false
            a OR (b NOT c)      | b                                                 | true
            a OR (b NOT c)      | b c                                               | false
            选举                | 开始选举了                                        | true
            选超                | 选举超时                                          | false
            """)
    void textIsLookedForByTheRulesOfTheSearch(String text, String line, boolean wanted) {
        assertThat(new TailScreen(new TailFilter(null, null, text)).admits("zk1", line))
                .isEqualTo(wanted);
    }

    @Test
    void filterThatCannotBeReadIsRefusedWhereItIsMade() {
        Set<String> many = IntStream.range(0, 1_001).mapToObj(i -> "zk" + i).collect(Collectors.toSet());

        assertThatThrownBy(() -> new TailFilter(null, null, "(a")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new TailFilter(many, null, null)).isInstanceOf(ProblemException.class);
        assertThat(TailFilter.EVERYTHING.takesAll()).isTrue();
        assertThat(new TailFilter(null, null, " ").takesAll()).isTrue();
    }
}
