package io.conclave.cli.probe.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");

    private static Told told(long seq, long afterMs) {
        return new Told(
                "conclave.tasks",
                seq,
                BEGIN,
                new ControllerRef("controller-1", 3),
                BEGIN.plusMillis(afterMs),
                seq == 1,
                Json.object().put("name", "报告\u001b[31m\u202e.pdf").put("share", 0.1));
    }

    private static List<FeedItem> replayed(byte[] bytes, double speed, Set<String> topics) throws Exception {
        List<FeedItem> items = new ArrayList<>();
        try (RecordedFeed feed = new RecordedFeed(new ByteArrayInputStream(bytes), "f.jsonl", speed, topics)) {
            Mailbox mailbox = new Mailbox(Set.of());
            feed.start(mailbox);
            do {
                items.add(mailbox.take(Duration.ofSeconds(10)));
            } while (items.get(items.size() - 1) != null && !(items.get(items.size() - 1) instanceof FeedItem.Ended));
        }
        return items;
    }

    private static byte[] lines(Told... told) {
        StringBuilder text = new StringBuilder();
        for (Told one : told) {
            text.append(RecordedLine.encode(one)).append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    @Test
    void aLineTellsTheWholeMessageAndReadsBackTheSame() {
        String line = RecordedLine.encode(told(1, 5));
        assertThat(line)
                .isEqualTo("{\"receivedAt\":\"2026-01-02T03:04:05.683Z\",\"topic\":\"conclave.tasks\",\"seq\":1,"
                        + "\"at\":\"2026-01-02T03:04:05.678Z\",\"controller\":{\"id\":\"controller-1\",\"epoch\":3},"
                        + "\"source\":\"snapshot\",\"body\":{\"name\":\"报告\\u001B[31m\\u202e.pdf\",\"share\":0.1}}");
        assertThat(RecordedLine.decode(line)).isEqualTo(told(1, 5));
        assertThat(RecordedLine.encode(RecordedLine.decode(line))).isEqualTo(line);
    }

    @Test
    void aRecordingIsToldAgainMessageByMessage() throws Exception {
        assertThat(replayed(lines(told(1, 0), told(2, 60_000)), 0, Set.of()))
                .containsExactly(told(1, 0), told(2, 60_000), new FeedItem.Ended(null));
    }

    @Test
    void aRecordingThatIsCutOffAtAnyByteOfItsLastLineIsToldUpToThere() throws Exception {
        byte[] whole = lines(told(1, 0), told(2, 1));
        int first = lines(told(1, 0)).length;
        for (int length = first + 1; length < whole.length - 1; length++) {
            assertThat(replayed(Arrays.copyOf(whole, length), 0, Set.of()))
                    .as("%d bytes", length)
                    .containsExactly(told(1, 0), new Notice.CutOff("f.jsonl", 2), new FeedItem.Ended(null));
        }
        assertThat(new Notice.CutOff("f.jsonl", 2).sentence())
                .isEqualTo("f.jsonl is cut off in line 2; all before it was replayed");
    }

    @Test
    void aLastLineThatMissesNothingButItsEndIsTold() throws Exception {
        byte[] whole = lines(told(1, 0));
        assertThat(replayed(Arrays.copyOf(whole, whole.length - 1), 0, Set.of()))
                .containsExactly(told(1, 0), new FeedItem.Ended(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{}",
                "{\"topic\":\"conclave.tasks\",\"body\":{}}",
                "{\"receivedAt\":\"now\",\"topic\":\"conclave.tasks\",\"seq\":1,\"at\":\"2026-01-02T03:04:05Z\","
                        + "\"controller\":{\"id\":\"c\",\"epoch\":1},\"body\":{}}",
                "\u0000\u0001",
            })
    void aLineInTheMiddleThatIsNoneOfARecordingEndsItWithItsNumber(String line) throws Exception {
        byte[] good = lines(told(1, 0));
        byte[] bytes = (new String(good, UTF_8) + line + "\n" + new String(good, UTF_8)).getBytes(UTF_8);
        List<FeedItem> items = replayed(bytes, 0, Set.of());
        assertThat(items).hasSize(2);
        assertThat(((FeedItem.Ended) items.get(1)).why())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("f.jsonl cannot be read: line 2 is no line of a recording");
    }

    @Test
    void onlyTheTopicsThatAreWantedAreTold() throws Exception {
        assertThat(replayed(lines(told(1, 0)), 0, Set.of("conclave.plan"))).containsExactly(new FeedItem.Ended(null));
    }

    @Test
    void timeGoesByAsItDidDividedByTheSpeed() throws Exception {
        long begun = System.nanoTime();
        replayed(lines(told(1, 0), told(2, 4_000)), 20, Set.of());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aClockThatWasSetBackWhileItWasRecordedStopsNothing() throws Exception {
        assertThat(replayed(lines(told(1, 0), told(2, -3_600_000), told(3, 1)), 1, Set.of()))
                .hasSize(4);
    }

    @Test
    void jsonThatIsNestedTooDeepIsRefused() {
        assertThatThrownBy(() -> RecordedLine.decode("[".repeat(10_000))).isInstanceOf(ProblemException.class);
    }
}
