package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the indices of days that are past; one that is not named for a day is left alone. */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Pattern DAILY = Pattern.compile("conclave-logs-(\\d{4})\\.(\\d{2})\\.(\\d{2})");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ElasticClient client;
    private final Clock clock;

    Retention(ElasticClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** One after another; ends at the first that cannot be deleted. */
    Future<Void> deleteOlderThan(int days) {
        LocalDate oldest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days);
        return client.send(HttpMethod.GET, "/_cat/indices/" + Fields.INDICES + "?format=json&h=index", null, LIMIT)
                .compose(answer -> {
                    if (!answer.isOk()) {
                        return Future.failedFuture(ElasticProblems.refused(answer));
                    }
                    Future<Void> done = Future.succeededFuture();
                    for (String name : past(answer.body(), oldest)) {
                        done = done.compose(before -> delete(name));
                    }
                    return done;
                });
    }

    /** The names of those whose day was before. */
    static List<String> past(JsonNode indices, LocalDate oldest) {
        List<String> past = new ArrayList<>();
        for (JsonNode index : indices) {
            String name = index.path("index").asText("");
            Matcher day = DAILY.matcher(name);
            if (day.matches() && isBefore(day, oldest)) {
                past.add(name);
            }
        }
        return past;
    }

    private static boolean isBefore(Matcher day, LocalDate oldest) {
        try {
            return LocalDate.of(
                            Integer.parseInt(day.group(1)),
                            Integer.parseInt(day.group(2)),
                            Integer.parseInt(day.group(3)))
                    .isBefore(oldest);
        } catch (DateTimeException noDay) {
            return false;
        }
    }

    private Future<Void> delete(String name) {
        return client.send(HttpMethod.DELETE, "/" + name, null, LIMIT).map(answer -> {
            if (!answer.isOk()) {
                throw ElasticProblems.refused(answer);
            }
            LOG.info("deleted {}, whose day is past", name);
            return null;
        });
    }
}
