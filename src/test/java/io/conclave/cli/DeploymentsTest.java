package io.conclave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentsTest {

    private final Vertx vertx = Vertx.vertx();
    private final Deployments deployments = new Deployments(vertx);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Promise<Void> slow = Promise.promise();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void eachBeginsAfterWhatItReliesOnAndNotAfterOthersAndEndsBeforeIt() throws Exception {
        Feature first = Feature.of(() -> part("first", Future.succeededFuture()));
        Feature other = Feature.of(() -> part("slow", slow.future()));
        Feature second = Feature.of(() -> part("second", Future.succeededFuture()), first);
        Feature third = Feature.of(() -> part("third", Future.succeededFuture()), second, other);

        Future<Void> begun = deployments.begin(List.of(first, other, second, third));

        assertThat(List.of(next(), next(), next())).containsSubsequence("first begins", "second begins");
        assertThat(begun.isComplete()).isFalse();
        slow.complete();
        assertThat(next()).isEqualTo("third begins");
        await(begun);
        await(deployments.end());
        assertThat(next()).isEqualTo("third ends");
        assertThat(List.of(next(), next(), next()))
                .containsExactlyInAnyOrder("slow ends", "second ends", "first ends")
                .containsSubsequence("second ends", "first ends");
    }

    @Test
    void whatReliesOnOneThatFailsIsNotBegunAndTheOthersStayUntilTheEnd() throws Exception {
        Feature well = Feature.of(() -> part("well", Future.succeededFuture()));
        Feature failing = Feature.of(() -> part("failing", Future.failedFuture("no room")), well);
        Feature relying = Feature.of(() -> part("relying", Future.succeededFuture()), failing);

        Future<Void> begun = deployments.begin(List.of(well, failing, relying));

        assertThatThrownBy(() -> await(begun)).hasMessageContaining("no room");
        await(deployments.end());
        assertThat(List.copyOf(seen)).containsExactly("well begins", "failing begins", "well ends");
    }

    @Test
    void oneThatCannotBeMadeFailsTheBeginning() {
        Feature broken = Feature.of(() -> {
            throw new IllegalStateException("no such setting");
        });

        assertThatThrownBy(() -> await(deployments.begin(List.of(broken)))).hasMessageContaining("no such setting");
    }

    @Test
    void oneThatComesAfterItsTimeIsTakenDownAndWhatWaitedForItIsNotBegunAnyMore() throws Exception {
        Deployments impatient = new Deployments(vertx, Duration.ofMillis(50), Duration.ofMillis(50));
        Feature late = Feature.of(() -> part("late", slow.future()));
        Feature relying = Feature.of(() -> part("relying", Future.succeededFuture()), late);

        assertThatThrownBy(() -> await(impatient.begin(List.of(late, relying)))).isInstanceOf(TimeoutException.class);
        await(impatient.end());
        slow.complete();

        assertThat(next()).isEqualTo("late begins");
        assertThat(next()).isEqualTo("late ends");
        vertx.close().await(10, TimeUnit.SECONDS);
        assertThat(seen).isEmpty();
    }

    @Test
    void oneThatIsNamedBeforeWhatItReliesOnFailsTheBeginning() {
        Feature first = Feature.of(() -> part("first", Future.succeededFuture()));
        Feature second = Feature.of(() -> part("second", Future.succeededFuture()), first);

        assertThatThrownBy(() -> await(deployments.begin(List.of(second, first))))
                .hasMessageContaining("named before one that it relies on");
        assertThat(seen).isEmpty();
    }

    @Test
    void endThatIsAskedForMeanwhileComesAfterTheBeginningAndBothCanBeRepeated() throws Exception {
        for (int round = 0; round < 2; round++) {
            Future<Void> begun = deployments.begin(List.of(Feature.of(() -> part("it", slow.future()))));
            Future<Void> ended = deployments.end();
            assertThat(next()).isEqualTo("it begins");
            slow.tryComplete();
            await(begun);
            await(ended);
            assertThat(next()).isEqualTo("it ends");
        }
    }

    private String next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    private static void await(Future<Void> future) throws Exception {
        future.await(10, TimeUnit.SECONDS);
    }

    private VerticleBase part(String name, Future<Void> ready) {
        return new VerticleBase() {
            @Override
            public Future<?> start() {
                seen.add(name + " begins");
                return ready;
            }

            @Override
            public Future<?> stop() {
                seen.add(name + " ends");
                return Future.succeededFuture();
            }
        };
    }
}
