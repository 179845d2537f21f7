package io.conclave.web.news;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.bus.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedTest {

    private static final String ROWS = "rows";
    private static final String STATE = "state";

    private final List<String> told = new ArrayList<>();
    private final Feed feed =
            new Feed(List.of(Topic.events(ROWS, String.class), Topic.state(STATE, String.class)), new Feed.Outlet() {
                @Override
                public void relay(String topic, String body) {
                    told.add(topic + ":" + body);
                }

                @Override
                public void heal(String topic, List<String> snapshot) {
                    told.add("heal " + topic + " " + snapshot);
                }

                @Override
                public void askSnapshot(long epoch) {
                    told.add("ask " + epoch);
                }
            });

    private static Item item(long seq, long epoch) {
        return new Item(seq, "a", epoch, seq + "@" + epoch);
    }

    private void whole(long epoch, long rows, long state) {
        feed.snapshot(
                epoch,
                Map.of(ROWS, rows, STATE, state),
                Map.of(ROWS, List.of("r" + rows), STATE, List.of("s" + state)));
    }

    private void begun(long epoch, long rows) {
        feed.message(ROWS, item(rows, epoch));
        whole(epoch, rows, 0);
        told.clear();
    }

    @Test
    void firstMessageOfAnEpochAsksForItsSnapshotAndFollowsIt() {
        feed.message(ROWS, item(7, 2));
        whole(2, 6, 3);

        assertThat(told).containsExactly("ask 2", "heal rows [r6]", "heal state [s3]", "rows:7@2");
    }

    @Test
    void messagesThatTheSnapshotHasAreNotToldAgain() {
        feed.message(ROWS, item(7, 2));
        whole(2, 7, 3);
        feed.message(ROWS, item(8, 2));

        assertThat(told).containsExactly("ask 2", "heal rows [r7]", "heal state [s3]", "rows:8@2");
    }

    @Test
    void missingRowIsHealedBeforeTheNextOneGoesOut() {
        begun(2, 7);
        feed.message(ROWS, item(9, 2));
        feed.message(ROWS, item(10, 2));
        whole(2, 9, 0);

        assertThat(told).containsExactly("ask 2", "heal rows [r9]", "heal state [s0]", "rows:10@2");
    }

    @Test
    void statesMaySkip() {
        begun(2, 7);
        feed.message(STATE, item(5, 2));
        feed.message(STATE, item(9, 2));
        feed.message(STATE, item(8, 2));

        assertThat(told).containsExactly("state:5@2", "state:9@2");
    }

    @Test
    void lastMessageThatWasLostIsMissedByTheSecondBeat() {
        begun(2, 7);
        feed.beat(new Beat("a", 2, Map.of(ROWS, 8L, STATE, 0L)));
        assertThat(told).as("it may still be on its way").isEmpty();

        feed.beat(new Beat("a", 2, Map.of(ROWS, 8L, STATE, 0L)));
        assertThat(told).containsExactly("ask 2");
    }

    @Test
    void quietActiveControllerIsHealedFromByItsBeatAlone() {
        feed.beat(new Beat("a", 2, Map.of()));
        whole(2, 4, 1);

        assertThat(told).containsExactly("ask 2", "heal rows [r4]", "heal state [s1]");
    }

    @Test
    void formerControllerIsHeardNoMoreOnceThereIsANewOne() {
        begun(2, 7);
        feed.message(ROWS, item(1, 3));
        feed.message(ROWS, item(8, 2));
        whole(2, 8, 1);
        whole(3, 1, 1);

        assertThat(told).containsExactly("ask 3", "heal rows [r1]", "heal state [s1]");
    }

    @Test
    void whoActsItselfHearsNobodyBelow() {
        feed.notBelow(5);
        feed.message(ROWS, item(1, 4));
        feed.beat(new Beat("a", 4, Map.of(ROWS, 1L)));

        assertThat(told).isEmpty();
    }

    @Test
    void whatIsHeldBackWhileASnapshotIsAwaitedIsBounded() {
        for (int seq = 1; seq <= 2_000; seq++) {
            feed.message(STATE, item(seq, 2));
        }
        whole(2, 0, 0);

        assertThat(told.stream().filter(line -> line.startsWith("state:"))).hasSize(500);
        assertThat(told.get(told.size() - 1)).isEqualTo("state:2000@2");
    }

    @Test
    void itemIsReadFromTheEndOfABodyWhateverItHoldsBefore() {
        String body =
                "{\"name\":\"\\\"seq\\\":9,\",\"inner\":{\"seq\":1},\"seq\":17,\"at\":\"2026-01-01T00:00:00.000Z\","
                        + "\"controller\":{\"id\":\"a\",\"epoch\":3}}";

        assertThat(Item.of(body)).contains(new Item(17, "a", 3, body));
        assertThat(Item.of("{\"seq\":17}")).isEmpty();
    }
}
