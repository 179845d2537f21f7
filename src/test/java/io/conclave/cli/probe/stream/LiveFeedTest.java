package io.conclave.cli.probe.stream;

import static io.conclave.cli.probe.stream.ScriptedController.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Topic;
import io.conclave.logs.tail.TailFilter;
import io.conclave.testing.Relay;
import io.vertx.core.Vertx;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed over a real WebSocket to a server that misbehaves. */
class LiveFeedTest {

    private static final String TASKS = "conclave.tasks";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Vertx vertx = Vertx.vertx();
    private final Mailbox mailbox = new Mailbox(Set.of());
    private final List<FeedItem> seen = new ArrayList<>();
    private Optional<Path> authority = Optional.empty();
    private URI url;
    private ScriptedController controller;
    private LiveFeed feed;

    @BeforeEach
    void start() throws Exception {
        controller = ScriptedController.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (feed != null) {
            feed.close();
        }
        controller.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private void follow(boolean patient, boolean frames) {
        var address = new WebSocketAddress(url == null ? controller.url() : url, Optional.of("t0ken"), authority);
        feed = new LiveFeed(
                vertx,
                () -> new WebSocketSource(vertx, address),
                () -> "there",
                new LiveFeed.Wish(
                        List.of(Topic.events(TASKS, JsonNode.class)), TailFilter.EVERYTHING, 10, frames, patient),
                new SplittableRandom(1),
                Clock.systemUTC());
        feed.start(mailbox);
    }

    private FeedItem await(Predicate<FeedItem> wanted) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            FeedItem item = mailbox.take(Duration.ofMillis(100));
            if (item != null) {
                seen.add(item);
                if (wanted.test(item)) {
                    return item;
                }
            }
        }
        throw new AssertionError("did not come; seen: " + seen);
    }

    private void awaitLive() throws InterruptedException {
        await(item -> item instanceof Notice.Live);
    }

    private Told awaitTold(long seq) throws InterruptedException {
        return (Told) await(item -> item instanceof Told told && told.seq() == seq);
    }

    @Test
    void theTokenIsSentAndAnHttpsAddressIsSpokenToInTlsByTheAuthorityThatIsNamed() throws Exception {
        controller.close();
        SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
        controller = ScriptedController.startWithTls(certificate);
        try {
            authority = Optional.of(Path.of(certificate.certificatePath()));
            follow(false, false);
            awaitLive();
            assertThat(controller.authorization()).isEqualTo("Bearer t0ken");
            feed.close();

            authority = Optional.empty();
            follow(false, false);
            FeedItem.Ended ended = (FeedItem.Ended) await(item -> item instanceof FeedItem.Ended);
            assertThat(((SourceException) ended.why()).kind()).isEqualTo(SourceException.Kind.UNREACHABLE);
        } finally {
            certificate.delete();
        }
    }

    @Test
    void aGapIsHealedByTheSnapshotAndTold() throws Exception {
        controller.snapshot(TASKS, 1, "[" + message(1, "\"id\":1") + "]");
        follow(false, false);
        awaitLive();

        controller.snapshot(
                TASKS, 4, "[" + message(2, "\"id\":2") + "," + message(3, "\"id\":3") + "," + message(4, "") + "]");
        controller.publish(TASKS, message(4, "\"id\":4"));

        Told last = awaitTold(4);
        assertThat(last.fromSnapshot()).isFalse();
        assertThat(seen).contains(new Notice.Gap(TASKS, 2, 3, 2));
        assertThat(seen.stream().filter(Told.class::isInstance).map(item -> ((Told) item).seq()))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aConnectionThatIsLostIsOpenedAgainAndNothingIsToldTwice() throws Exception {
        controller.snapshot(TASKS, 1, "[" + message(1, "") + "]");
        follow(false, false);
        awaitLive();
        controller.sever();

        Notice.Lost lost = (Notice.Lost) await(item -> item instanceof Notice.Lost);
        assertThat(lost.sentence()).contains("closed by the server: restarting (1012); trying again in 0.");
        awaitLive();
        controller.publish(TASKS, message(2, ""));
        awaitTold(2);
        assertThat(seen.stream().filter(Told.class::isInstance)).hasSize(2);
    }

    @Test
    void aConnectionThatBreaksWithoutAGoodbyeIsNotTakenForABadFrame() throws Exception {
        try (Relay network = Relay.to(controller.url().getPort())) {
            url = network.base();
            follow(false, false);
            awaitLive();
            network.reset();

            Notice.Lost lost = (Notice.Lost) await(item -> item instanceof Notice.Lost);
            assertThat(lost.why()).startsWith("the connection was broken: Connection reset");
            awaitLive();
        }
    }

    @Test
    void anotherControllerBehindTheSameAddressIsTold() throws Exception {
        controller.snapshot(TASKS, 9, "[" + message(9, "") + "]");
        follow(false, false);
        awaitLive();
        controller.snapshot("conclave.ensemble", 1, message(1, "", "two"));
        controller.snapshot(TASKS, 1, "[" + message(1, "", "two") + "]");
        controller.sever();

        Notice.OtherController other = (Notice.OtherController) await(item -> item instanceof Notice.OtherController);
        assertThat(other.sentence()).isEqualTo("the controller was one (epoch 1) and is now two (epoch 1)");
        awaitTold(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{}",
                "{\"type\":\"rec\"}",
                "{\"type\":\"rec\",\"address\":\"conclave.tasks\",\"body\":7}",
                "{\"type\":\"rec\",\"address\":\"conclave.tasks\",\"body\":{\"seq\":-1}}",
                "{\"type\":\"rec\",\"address\":\"conclave.tasks\",\"body\":{\"seq\":1e99}}",
                "{\"type\":\"rec\",\"address\":\"conclave.tasks\",\"body\":{\"seq\":9,\"at\":\"soon\"}}",
                "{\"type\":\"rec\",\"address\":\"conclave.tasks\",\"body\":{\"seq\":9,"
                        + "\"at\":\"2026-01-02T03:04:05Z\",\"controller\":\"me\"}}",
                "DEEP",
            })
    void whatNobodyUnderstandsEndsTheConnectionAndANewOneIsOpened(String frame) throws Exception {
        follow(false, false);
        awaitLive();
        controller.send(frame.equals("DEEP") ? "[".repeat(10_000) : frame);

        Notice.Lost lost = (Notice.Lost) await(item -> item instanceof Notice.Lost);
        assertThat(lost.why()).contains("what the server said is not understood");
        awaitLive();
    }

    @Test
    void aFrameOfMoreThanIsTakenEndsTheConnectionBeforeItFillsTheHeap() throws Exception {
        follow(false, false);
        awaitLive();
        String megabyte = "x".repeat(1 << 20);
        // In pieces, as a server that wants to do harm would send it.
        controller.sendPieces(megabyte, (WebSocketAddress.LARGEST_FRAME_BYTES >> 20) + 1);

        Notice.Lost lost = (Notice.Lost) await(item -> item instanceof Notice.Lost);
        assertThat(lost.why()).contains("overflow max message size of 67108864");
    }

    @ParameterizedTest
    @CsvSource({"401, CONCLAVE_TOKEN", "403, does not let us in"})
    void whoeverIsNotLetInIsNotTriedAgain(int status, String said) throws Exception {
        controller.answerUpgrades(status);
        follow(true, false);

        FeedItem.Ended ended = (FeedItem.Ended) await(item -> item instanceof FeedItem.Ended);
        assertThat(((SourceException) ended.why()).kind()).isEqualTo(SourceException.Kind.REFUSED);
        assertThat(ended.why()).hasMessageContaining(said);
        assertThat(controller.connections()).isEqualTo(1);
    }

    @Test
    void aServerThatHasTooManyViewersIsTriedAgainByWhoWaits() throws Exception {
        controller.answerUpgrades(503);
        follow(true, false);
        await(item -> item instanceof Notice.Lost);
        controller.answerUpgrades(101);
        awaitLive();
    }

    @Test
    void theFirstAttemptHasToSucceedForWhoDoesNotWait() throws Exception {
        controller.answerUpgrades(503);
        follow(false, false);
        FeedItem.Ended ended = (FeedItem.Ended) await(item -> item instanceof FeedItem.Ended);
        assertThat(((SourceException) ended.why()).kind()).isEqualTo(SourceException.Kind.UNREACHABLE);
    }

    @Test
    void aTopicThatTheServerDoesNotTellEndsIt() throws Exception {
        follow(false, false);
        awaitLive();
        controller.send("{\"type\":\"err\",\"address\":\"conclave.tasks\",\"failureCode\":403,"
                + "\"message\":\"this address cannot be used from outside\",\"body\":\"access_denied\"}");
        FeedItem.Ended ended = (FeedItem.Ended) await(item -> item instanceof FeedItem.Ended);
        assertThat(ended.why())
                .hasMessage("the server does not tell conclave.tasks: this address cannot be used from outside");
    }

    @Test
    void wholeFramesAreHandedOnWhereThoseAreWanted() throws Exception {
        follow(false, true);
        awaitLive();
        controller.publish(TASKS, message(1, "\"id\":1"));
        String frame = "{\"type\":\"rec\",\"address\":\"conclave.tasks\",\"body\":" + message(1, "\"id\":1") + "}";
        await(item -> item.equals(new FeedItem.Frame(frame)));
        assertThat(seen).noneMatch(Told.class::isInstance);
    }
}
