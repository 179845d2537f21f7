package io.conclave.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.files.PlaceFile;
import io.conclave.files.Placement;
import io.conclave.files.PlacementVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Where new files go. */
class PlacerTest {

    private final AtomicLong now = new AtomicLong();
    private final Reservations reservations = new Reservations(now::get);
    private final Placer placer = new Placer(new Strategies(), reservations);

    private List<String> place(Cluster cluster, int count, long sizeBytes) {
        return placer.place(new PlaceFile(count, sizeBytes, null), cluster.inputs())
                .nodes();
    }

    private Problem refusal(Cluster cluster, PlaceFile question) {
        Throwable thrown = catchThrowable(() -> placer.place(question, cluster.inputs()));
        assertThat(thrown).isInstanceOf(ProblemException.class);
        return ((ProblemException) thrown).problem();
    }

    @Test
    void fileGoesToTheLeastLoadedNodeThatIsUpAndNotDrained() {
        Placement placement = placer.place(
                new PlaceFile(1, 10, null),
                Cluster.holding(3, 0, 2, 1)
                        .drained("zk2")
                        .standing("zk4", Standing.HUNG)
                        .inputs());

        assertThat(placement.nodes()).containsExactly("zk3");
        assertThat(placement.reason()).isEqualTo("least_loaded");
        assertThat(placement.sentence().en())
                .isEqualTo("zk3 is up, not drained and the least loaded with 2 files, uploads under way included.");
        assertThat(placement.verdicts())
                .extracting(PlacementVerdict::node, PlacementVerdict::chosen, verdict -> verdict.sentence()
                        .en())
                .containsExactly(
                        tuple("zk1", false, "zk1 has 3 files, the target has 2 files."),
                        tuple("zk2", false, "zk2 is drained, so nothing goes there."),
                        tuple("zk3", true, "zk3 is up, not drained and the least loaded with 2 files."),
                        tuple("zk4", false, "zk4 is hung, so nothing goes there."));
    }

    @Test
    void uploadsUnderWayCountAsLoad() {
        Cluster cluster = Cluster.holding(2, 0, 0);
        List<String> places = new ArrayList<>();
        for (int upload = 0; upload < 7; upload++) {
            places.addAll(place(cluster, 1, 100));
        }

        assertThat(places).containsExactly("zk2", "zk3", "zk2", "zk3", "zk1", "zk2", "zk3");
    }

    @Test
    void filesThatArriveAreNotCountedTwice() {
        Cluster cluster = Cluster.holding(0, 0);
        for (int upload = 0; upload < 10; upload++) {
            String node = place(cluster, 1, 100).get(0);
            cluster.add(node, 100);
            reservations.taken(node, 100);
        }

        assertThat(cluster.index.counts().files()).isEqualTo(Map.of("zk1", 5L, "zk2", 5L));
        assertThat(reservations.files("zk1") + reservations.files("zk2")).isZero();
    }

    @Test
    void manyFilesAtOnceAreSpreadSoThatNoneStandsOut() {
        List<String> places = place(Cluster.holding(0, 10, 20), 60, 1);

        Map<String, Long> each =
                places.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(each).isEqualTo(Map.of("zk1", 30L, "zk2", 20L, "zk3", 10L));
    }

    @Test
    void promisesCountAgainstTheRoom() {
        Cluster cluster = Cluster.holding(0, 50).room("zk1", 250);

        assertThat(place(cluster, 4, 100)).containsExactly("zk1", "zk1", "zk2", "zk2");
    }

    @Test
    void whereNoNodeHasRoomNothingIsPromised() {
        Cluster cluster = Cluster.holding(0, 0).room("zk1", 250).room("zk2", 100);

        Problem problem = refusal(cluster, new PlaceFile(4, 100, null));

        assertThat(problem.status()).isEqualTo(507);
        assertThat(problem.code()).isEqualTo("target_full");
        assertThat(problem.detail()).contains("zk1 has 250 B", "zk2 has 100 B");
        assertThat(LongStream.of(reservations.files("zk1"), reservations.files("zk2"))
                        .sum())
                .isZero();
    }

    @Test
    void whereAllAreDrainedTheRefusalSaysSo() {
        Problem problem = refusal(Cluster.holding(0, 0).drained("zk1").drained("zk2"), new PlaceFile(1, 0, null));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.code()).isEqualTo("all_drained");
    }

    @Test
    void storageThatDoesNotAnswerIsNamed() {
        Problem problem = refusal(
                Cluster.holding(0, 0).withoutStorage("zk1").standing("zk2", Standing.UNKNOWN),
                new PlaceFile(1, 0, null));

        assertThat(problem.code()).isEqualTo("no_target");
        assertThat(problem.detail())
                .isEqualTo(
                        "no node can take files: the storage of zk1 takes no files: its agent does not answer, zk2 is in an unknown state");
    }

    @Test
    void pinnedFilesGoWhereTheyWereWantedOrNowhere() {
        Cluster cluster = Cluster.holding(9, 0, 0).drained("zk2");

        assertThat(placer.place(new PlaceFile(2, 1, "zk1"), cluster.inputs()).nodes())
                .containsExactly("zk1", "zk1");
        assertThat(refusal(cluster, new PlaceFile(1, 1, "zk2")).status()).isEqualTo(409);
        assertThat(refusal(cluster, new PlaceFile(1, 1, "zk9")).status()).isEqualTo(404);
        assertThat(refusal(cluster, new PlaceFile(0, 1, null)).field()).isEqualTo("count");
    }

    @Test
    void promiseThatNobodyTookIsDroppedInTheEnd() {
        Cluster cluster = Cluster.holding(0, 0);
        place(cluster, 5, 100);
        assertThat(reservations.files("zk1")).isEqualTo(3);
        assertThat(reservations.bytes("zk1")).isEqualTo(300);

        now.addAndGet(Reservations.LONGEST.toNanos() + 1);

        assertThat(reservations.files("zk1")).isZero();
        assertThat(reservations.bytes("zk1")).isZero();
    }

    @Test
    void arrivalFulfilsThePromiseOfItsSize() {
        reservations.promise("zk1", 100);
        reservations.promise("zk1", 200);
        reservations.promise("zk1", 300);

        reservations.taken("zk1", 200);
        assertThat(reservations.bytes("zk1")).isEqualTo(400);
        reservations.taken("zk1", 777);
        assertThat(reservations.bytes("zk1")).as("the oldest was a guess").isEqualTo(300);
        reservations.released("zk1");
        reservations.released("zk1");
        assertThat(reservations.bytes("zk1")).isZero();
    }
}
