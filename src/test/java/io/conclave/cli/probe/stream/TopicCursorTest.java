package io.conclave.cli.probe.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.ControllerRef;
import io.conclave.bus.Json;
import io.conclave.bus.Topic;
import io.conclave.control.ControlTopics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TopicCursorTest {

    private static final ControllerRef ONE = new ControllerRef("one", 1);
    private static final ControllerRef TWO = new ControllerRef("two", 2);
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final TopicCursor events = new TopicCursor(Topic.events("conclave.tasks", JsonNode.class), 10);
    private final TopicCursor state = new TopicCursor(Topic.state("conclave.plan", JsonNode.class), 10);

    private static Told told(long seq, ControllerRef who, boolean snapshot) {
        return new Told("conclave.tasks", seq, BEGIN.plusSeconds(seq), who, BEGIN, snapshot, Json.object());
    }

    private static Told live(long seq) {
        return told(seq, ONE, false);
    }

    private static List<Told> rows(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> told(seq, ONE, true))
                .toList();
    }

    /** {@code #n} for what the stream told, {@code =n} for a snapshot, the sentence for a notice. */
    private static List<String> shown(TopicCursor.Step step) {
        List<String> shown = new ArrayList<>();
        for (FeedItem item : step.items()) {
            shown.add(
                    item instanceof Told told
                            ? (told.fromSnapshot() ? "=" : "#") + told.seq()
                            : ((Notice) item).sentence());
        }
        return shown;
    }

    @Test
    void messagesThatComeBeforeTheSnapshotAreToldBehindItAndOnce() {
        assertThat(shown(events.live(live(4)))).isEmpty();
        assertThat(shown(events.live(live(5)))).isEmpty();

        assertThat(shown(events.snapshot(4, rows(1, 4), ONE))).containsExactly("=1", "=2", "=3", "=4", "#5");
        assertThat(shown(events.live(live(5)))).isEmpty();
        assertThat(shown(events.live(live(6)))).containsExactly("#6");
    }

    @Test
    void onlyTheNewestRowsOfTheFirstSnapshotAreTold() {
        assertThat(shown(events.snapshot(40, rows(1, 40), ONE)))
                .hasSize(10)
                .startsWith("=31")
                .endsWith("=40");
    }

    @Test
    void aNumberThatIsSkippedIsReadFromTheSnapshotAndTold() {
        events.snapshot(16, rows(16, 16), ONE);

        TopicCursor.Step step = events.live(live(20));
        assertThat(step.snapshotWanted()).isTrue();
        assertThat(shown(step)).isEmpty();
        assertThat(shown(events.live(live(21))))
                .as("what comes meanwhile waits")
                .isEmpty();

        assertThat(shown(events.snapshot(21, rows(1, 21), ONE)))
                .containsExactly(
                        "gap on conclave.tasks: 17 to 19 missed, read again from the snapshot",
                        "=17",
                        "=18",
                        "=19",
                        "#20",
                        "#21");
        assertThat(shown(events.live(live(22)))).containsExactly("#22");
    }

    @Test
    void whatNoSnapshotHasAnyMoreIsToldAsLost() {
        events.snapshot(10, rows(10, 10), ONE);
        events.live(live(500));

        assertThat(shown(events.snapshot(500, rows(498, 500), ONE)))
                .containsExactly(
                        "gap on conclave.tasks: 11 to 499 missed, 2 of 489 read again from the snapshot",
                        "=498",
                        "=499",
                        "#500");
    }

    @Test
    void logLinesMaySkipNumbersSinceTheyTellThemselvesWhatWasLeftOut() {
        TopicCursor lines = new TopicCursor(ControlTopics.LOG_LINES, 10);
        lines.snapshot(3, List.of(), ONE);

        TopicCursor.Step step = lines.live(live(9));

        assertThat(step.snapshotWanted()).isFalse();
        assertThat(shown(step)).containsExactly("#9");
        assertThat(shown(lines.live(live(9)))).isEmpty();
    }

    @Test
    void aTopicThatNoSnapshotKeepsTellsItsGap() {
        TopicCursor passing = new TopicCursor(Topic.passing("conclave.figures", JsonNode.class), 10);
        passing.snapshot(3, List.of(), ONE);
        passing.live(live(4));
        passing.live(live(6));
        assertThat(shown(passing.snapshot(6, List.of(), ONE)))
                .containsExactly("gap on conclave.figures: 5 missed, no snapshot has it", "#6");
    }

    @Test
    void whatWasMissedWhileTheConnectionWasAwayIsReadFromTheSnapshot() {
        events.snapshot(3, rows(1, 3), ONE);
        events.disconnected();
        assertThat(shown(events.snapshot(5, rows(1, 5), ONE)))
                .containsExactly("gap on conclave.tasks: 4 to 5 missed, read again from the snapshot", "=4", "=5");
    }

    @Test
    void nothingIsToldTwiceWhereNothingWasMissed() {
        events.snapshot(3, rows(1, 3), ONE);
        events.disconnected();
        assertThat(shown(events.snapshot(3, rows(1, 3), ONE))).isEmpty();
    }

    @Test
    void aStateMaySkipNumbersSinceEachIsTheWholeOfIt() {
        state.snapshot(3, rows(3, 3), ONE);
        assertThat(shown(state.live(live(7)))).containsExactly("#7");
        assertThat(shown(state.live(live(6)))).isEmpty();
    }

    @Test
    void ofAStateOnlyTheNewestWaitsForTheSnapshot() {
        state.live(live(4));
        state.live(live(5));
        assertThat(shown(state.snapshot(3, rows(3, 3), ONE))).containsExactly("=3", "#5");
    }

    @Test
    void theNumbersOfAnotherControllerBeginAnew() {
        events.snapshot(50, rows(45, 50), ONE);
        events.disconnected();

        List<Told> ofTheOther = new ArrayList<>(rows(50, 50).stream()
                .map(row -> new Told(row.topic(), 0, row.at(), TWO, BEGIN, true, Json.object()))
                .toList());
        ofTheOther.add(new Told("conclave.tasks", 0, BEGIN.plusSeconds(51), TWO, BEGIN, true, Json.object()));
        ofTheOther.add(new Told("conclave.tasks", 1, BEGIN.plusSeconds(60), TWO, BEGIN, true, Json.object()));
        assertThat(shown(events.snapshot(1, ofTheOther, TWO)))
                .as("the row of the time before that was known already is not told again")
                .containsExactly("gap on conclave.tasks: 1 missed, read again from the snapshot", "=0", "=1");
        assertThat(shown(events.live(told(2, TWO, false)))).containsExactly("#2");
    }

    @Test
    void anotherControllerOnALiveConnectionIsFollowedWithoutAGap() {
        events.snapshot(50, rows(50, 50), ONE);
        assertThat(shown(events.live(told(1, TWO, false)))).containsExactly("#1");
        assertThat(events.controller()).isEqualTo(TWO);
    }

    @Test
    void anotherControllerWhoseFirstMessagesWereMissedIsAskedForThem() {
        events.snapshot(50, rows(50, 50), ONE);
        assertThat(events.live(told(3, TWO, false)).snapshotWanted()).isTrue();
        assertThat(shown(events.snapshot(3, List.of(told(1, TWO, true), told(2, TWO, true), told(3, TWO, true)), TWO)))
                .containsExactly(
                        "gap on conclave.tasks: 1 to 2 missed, read again from the snapshot", "=1", "=2", "#3");
    }

    @Test
    void aControllerThatWasDeposedIsNotListenedTo() {
        events.snapshot(1, List.of(told(1, TWO, true)), TWO);
        assertThat(shown(events.live(live(51)))).isEmpty();
        assertThat(shown(events.live(told(2, TWO, false)))).containsExactly("#2");
    }

    @Test
    void anEmptyTopicOfARestartedControllerIsKnownByItsLowNumber() {
        events.snapshot(50, rows(50, 50), ONE);
        events.disconnected();
        assertThat(shown(events.snapshot(0, List.of(), null))).isEmpty();
        assertThat(shown(events.live(told(1, TWO, false)))).containsExactly("#1");
    }
}
