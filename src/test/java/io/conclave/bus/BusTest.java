package io.conclave.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Topic<String> NEWS = Topic.events("test.news", String.class);
    private static final Request<String, Integer> LENGTH = Request.of("test.length", String.class, Integer.class);

    private Vertx vertx;
    private Bus bus;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        bus = new Bus(vertx, new ControllerRef("c1", 7), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    @Test
    void everyMessageIsStampedWithNumberTimeAndController() throws Exception {
        List<Published<String>> seen = new ArrayList<>();
        CountDownLatch both = new CountDownLatch(2);
        bus.subscribe(NEWS, message -> {
            seen.add(message);
            both.countDown();
        });

        bus.publish(NEWS, "one");
        bus.publish(NEWS, "two");

        assertThat(both.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(seen)
                .containsExactly(
                        new Published<>(1, NOW, new ControllerRef("c1", 7), "one"),
                        new Published<>(2, NOW, new ControllerRef("c1", 7), "two"));
    }

    @Test
    void subscribersSeeNumbersInOrderWhicheverThreadsPublish() throws Exception {
        int threads = 4;
        int each = 2_000;
        List<Long> numbers = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(threads * each);
        bus.subscribe(NEWS, message -> {
            numbers.add(message.seq());
            all.countDown();
        });

        for (int t = 0; t < threads; t++) {
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            bus.publish(NEWS, "x");
                        }
                    })
                    .start();
        }

        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(numbers).isSorted().doesNotHaveDuplicates().hasSize(threads * each);
        assertThat(numbers.get(numbers.size() - 1)).isEqualTo((long) threads * each);
    }

    @Test
    void cancelledSubscriptionHearsNothingMore() throws Exception {
        List<String> seen = new ArrayList<>();
        Subscription subscription = bus.subscribe(NEWS, message -> seen.add(message.body()));
        subscription.cancel().await(5, TimeUnit.SECONDS);

        bus.publish(NEWS, "late");
        assertThat(bus.request(LENGTH.within(Duration.ofMillis(200)), "x")
                        .otherwise(0)
                        .await(5, TimeUnit.SECONDS))
                .isZero();

        assertThat(seen).isEmpty();
    }

    @Test
    void requestIsAnsweredByReference() throws Exception {
        bus.serve(LENGTH, text -> Future.succeededFuture(text.length()));

        assertThat(bus.request(LENGTH, "four").await(5, TimeUnit.SECONDS)).isEqualTo(4);
    }

    @Test
    void problemOfTheAnswererReachesTheAskerWhole() {
        Problem problem = Problem.invalid("text", "", "not empty");
        bus.serve(LENGTH, text -> Future.failedFuture(problem.asException()));

        assertThat(askAndFail(LENGTH)).isEqualTo(problem);
    }

    @Test
    void faultOfTheAnswererBecomesAnInternalProblem() {
        bus.serve(LENGTH, text -> {
            throw new IllegalStateException("boom");
        });

        assertThat(askAndFail(LENGTH).status()).isEqualTo(500);
    }

    @Test
    void requestThatNobodyServesIsUnavailable() {
        assertThat(askAndFail(LENGTH).status()).isEqualTo(503);
    }

    @Test
    void answerThatDoesNotComeIsATimeoutAndNeverAFailure() {
        bus.serve(LENGTH, text -> Future.future(promise -> {}));

        Problem problem = askAndFail(LENGTH.within(Duration.ofMillis(50)));

        assertThat(problem.status()).isEqualTo(504);
        assertThat(problem.detail()).contains("may still complete");
    }

    private Problem askAndFail(Request<String, Integer> request) {
        Future<Integer> answer = bus.request(request, "x");
        Problem[] problem = new Problem[1];
        assertThatThrownBy(() -> answer.await(5, TimeUnit.SECONDS)).satisfies(e -> problem[0] = ProblemException.of(e));
        return problem[0];
    }
}
