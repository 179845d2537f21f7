package io.conclave.logs.index;

import io.conclave.bus.ProblemException;
import io.conclave.logs.AskContext;
import io.conclave.logs.LogBatch;
import io.conclave.logs.LogContext;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogQuery;
import io.conclave.logs.LogSearch;
import io.conclave.logs.LogSearchContract;
import io.conclave.logs.SearchPage;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Searches in the embedded index. */
class EmbeddedSearchTest extends LogSearchContract {

    @TempDir
    static Path folder;

    private EmbeddedIndex index;

    @Override
    protected LogSearch open(List<LogEntry> all) throws Exception {
        index = new EmbeddedIndex(
                folder.resolve("logs.db"), Duration.ofDays(14), 1L << 30, Duration.ofSeconds(20), Clock.systemUTC());
        index.positions();
        index.keep(new LogBatch(all, List.of()));
        return new LogSearch() {
            @Override
            public Future<SearchPage> search(LogQuery query) {
                return answered(() -> index.search(query));
            }

            @Override
            public Future<LogContext> context(AskContext question) {
                return answered(() -> index.context(question));
            }
        };
    }

    private static <T> Future<T> answered(Supplier<T> question) {
        try {
            return Future.succeededFuture(question.get());
        } catch (ProblemException problem) {
            return Future.failedFuture(problem);
        }
    }

    @AfterAll
    void end() {
        if (index != null) {
            index.close();
        }
    }
}
