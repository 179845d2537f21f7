package io.conclave.logs.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.logs.AskContext;
import io.conclave.logs.DegradedReason;
import io.conclave.logs.Facets;
import io.conclave.logs.Histogram;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogHit;
import io.conclave.logs.LogLevel;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogSearch;
import io.conclave.logs.LogService;
import io.conclave.logs.SearchPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogRouterTest {

    private final Vertx vertx = Vertx.vertx();
    private final Index embedded = new Index("embedded");
    private final Index elastic = new Index("elasticsearch");
    private final LogRouter both = new LogRouter(Optional.of(embedded), Optional.of(elastic));
    private final LogRouter alone = new LogRouter(Optional.of(embedded), Optional.empty());

    @AfterEach
    void end() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    /** Answers with itself as the one hit. */
    private static final class Index implements LogSearch {
        private final String name;
        private final List<String> asked = new ArrayList<>();
        private Future<SearchPage> answer;

        private Index(String name) {
            this.name = name;
            this.answer = Future.succeededFuture(
                    new SearchPage(List.of(hit()), 1, true, Facets.NONE, Histogram.NONE, "17", name, null, null, 1));
        }

        private LogHit hit() {
            return new LogHit(
                    "5", Instant.EPOCH, true, LogService.OTHER, "n", LogLevel.INFO, "", "", name, "s", 0, List.of());
        }

        @Override
        public Future<SearchPage> search(LogQuery query) {
            asked.add("cursor " + query.cursor());
            return answer;
        }

        @Override
        public Future<LogContext> context(AskContext question) {
            asked.add("id " + question.id());
            return Future.succeededFuture(new LogContext(List.of(hit()), 0));
        }
    }

    private SearchPage page(LogRouter router, LogQuery query) throws Exception {
        return router.search(query).await(10, TimeUnit.SECONDS);
    }

    @Test
    void elasticsearchAnswersWhereThereIsOneAndSoItDoesForTheNextPageAndTheContext() throws Exception {
        SearchPage first = page(both, LogQuery.of("a"));
        page(both, LogQuery.of("a").from(first.nextCursor(), 5));
        LogContext context =
                both.context(new AskContext(first.hits().get(0).id(), 3)).await(5, TimeUnit.SECONDS);

        assertThat(first.source()).isEqualTo("elasticsearch");
        assertThat(elastic.asked).containsExactly("cursor null", "cursor 17", "id 5");
        assertThat(context.hits().get(0).id()).isEqualTo(first.hits().get(0).id());
        assertThat(embedded.asked).isEmpty();
    }

    @Test
    void theEmbeddedIndexAnswersWhereElasticsearchFailsAndSaysWhy() throws Exception {
        elastic.answer = Future.failedFuture(
                Problem.unavailable("elasticsearch_away", "nobody there").asException());
        SearchPage page = page(both, LogQuery.of("a"));
        page(both, LogQuery.of("a").from(page.nextCursor(), 5));

        assertThat(page.source()).isEqualTo("embedded");
        assertThat(page.degraded()).isEqualTo(DegradedReason.ELASTICSEARCH_AWAY);
        assertThat(page.degradedDetail()).isEqualTo("nobody there");
        assertThat(embedded.asked).containsExactly("cursor null", "cursor 17");
    }

    @Test
    void anElasticsearchThatSaysNothingIsWaitedForTwoSecondsOnly() throws Exception {
        elastic.answer = Promise.<SearchPage>promise().future();
        long begun = System.nanoTime();
        vertx.runOnContext(ignored -> {});

        SearchPage page = page(both, LogQuery.of("a"));

        assertThat(page.degraded()).isEqualTo(DegradedReason.ELASTICSEARCH_AWAY);
        assertThat(System.nanoTime() - begun).isBetween(1_500_000_000L, 6_000_000_000L);
    }

    @Test
    void aQueryThatCannotBeReadIsRefusedWhoeverAnswers() {
        for (LogRouter router : List.of(both, alone)) {
            assertThatThrownBy(() -> router.search(LogQuery.of("(a")))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().position()).isZero());
        }
        assertThat(embedded.asked).isEmpty();
        assertThat(elastic.asked).isEmpty();
    }

    @Test
    void cursorsAndIdsThatNobodyGaveAreRefused() {
        assertThatThrownBy(() -> alone.search(LogQuery.of("a").from("zebra", 5)))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> alone.context(new AskContext("zebra", 5))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> alone.context(new AskContext("x5", 5))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new LogRouter(Optional.empty(), Optional.empty()).search(LogQuery.everything()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("no_log_index"));
    }
}
