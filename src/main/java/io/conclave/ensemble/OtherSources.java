package io.conclave.ensemble;

import io.conclave.bus.Sentence;
import io.conclave.config.NodeAddress;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What stands in for four-letter words that a server does not answer: its AdminServer, then its Prometheus provider.
 * Where their addresses are not configured, ZooKeeper's defaults are tried; what does not answer is asked ever more
 * rarely.
 *
 * <p>A guessed address may belong to another server: one of the same host, or another program on port 8080. So it is
 * only guessed where the host has one server among the watched ones, and a guessed AdminServer must name the node's own
 * client port.
 */
final class OtherSources {

    /** ZooKeeper's {@code admin.serverPort} and {@code admin.commandURL}, unless configured otherwise. */
    private static final String DEFAULT_ADMIN = ":8080/commands";

    /** ZooKeeper's {@code metricsProvider.httpPort}, unless configured otherwise. */
    private static final String DEFAULT_METRICS = ":7000/metrics";

    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);
    private static final Sentence NOT_CONFIGURED = new Sentence(
            "neither its AdminServer nor its Prometheus provider is configured", "未配置其 AdminServer 或 Prometheus 地址");

    private final NodeAddress address;
    private final HttpReader http;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final List<Source> sources = new ArrayList<>();
    private boolean busy;

    /**
     * What one of the sources told.
     *
     * @param readings what it said of the node
     * @param figures all its numbers
     */
    record Told(List<Reading> readings, MntrReply figures) {}

    /**
     * @param address the node, with the addresses of its sources where they are configured
     * @param guess whether ZooKeeper's default addresses may be tried
     */
    OtherSources(NodeAddress address, boolean guess, HttpReader http, Clock clock, LongSupplier nanoTime) {
        this.address = address;
        this.http = http;
        this.clock = clock;
        this.nanoTime = nanoTime;
        String host =
                "http://" + address.hostPort().substring(0, address.hostPort().lastIndexOf(':'));
        if (address.adminUrl() != null) {
            sources.add(new Admin(commands(address.adminUrl()), true));
        } else if (guess) {
            sources.add(new Admin(host + DEFAULT_ADMIN, false));
        }
        if (address.metricsUrl() != null) {
            sources.add(new Provider(address.metricsUrl()));
        } else if (guess) {
            sources.add(new Provider(host + DEFAULT_METRICS));
        }
    }

    private static String commands(String adminUrl) {
        String base = adminUrl.endsWith("/") ? adminUrl.substring(0, adminUrl.length() - 1) : adminUrl;
        String path = URI.create(base).getPath();
        return path == null || path.isEmpty() ? base + "/commands" : base;
    }

    /** Whether one of the sources is worth a question now; none is while one is under way. */
    boolean isDue() {
        long now = nanoTime.getAsLong();
        return !busy && sources.stream().anyMatch(source -> source.backOff.isDue(now));
    }

    /**
     * Asks those that are due, one after another, until one tells something; fails where none does.
     *
     * @param instead whether they stand in for {@code srvr} too, so that the zxid is wanted
     */
    Future<Told> ask(boolean instead) {
        busy = true;
        return askFrom(0, instead).onComplete(done -> busy = false);
    }

    /** Why none of them told anything, each with its address. */
    Sentence failures() {
        if (sources.isEmpty()) {
            return NOT_CONFIGURED;
        }
        String all = String.join("; ", sources.stream().map(Source::failure).toList());
        return new Sentence(all, all);
    }

    private Future<Told> askFrom(int index, boolean instead) {
        if (index == sources.size()) {
            return Future.failedFuture(failures().en());
        }
        Source source = sources.get(index);
        if (!source.backOff.isDue(nanoTime.getAsLong())) {
            return askFrom(index + 1, instead);
        }
        return source.read(instead)
                .onSuccess(told -> source.backOff.succeeded())
                .recover(failure -> {
                    source.failed = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
                    source.backOff.failed(nanoTime.getAsLong());
                    return askFrom(index + 1, instead);
                });
    }

    private abstract static class Source {

        final String url;
        final BackOff backOff = new BackOff(FIRST_DELAY, LONGEST_DELAY);
        String failed = "not asked yet";

        Source(String url) {
            this.url = url;
        }

        abstract Future<Told> read(boolean instead);

        String failure() {
            return url + ": " + failed;
        }
    }

    /** The AdminServer: {@code monitor} has what {@code mntr} has, {@code server_stats} the zxid besides. */
    private final class Admin extends Source {

        private boolean known;

        Admin(String url, boolean known) {
            super(url);
            this.known = known;
        }

        @Override
        Future<Told> read(boolean instead) {
            return identified()
                    .compose(ours -> http.get(url + "/monitor"))
                    .compose(monitor -> instead
                            ? http.get(url + "/server_stats").map(stats -> told(monitor, stats))
                            : Future.succeededFuture(told(monitor, "")));
        }

        private Future<Void> identified() {
            if (known) {
                return Future.succeededFuture();
            }
            return http.get(url + "/configuration").map(page -> {
                known = AdminParser.clientPort(page)
                        .filter(port -> port == address.port())
                        .isPresent();
                if (!known) {
                    throw new IllegalStateException("answers, but not for a server with client port " + address.port());
                }
                return null;
            });
        }

        private Told told(String monitor, String serverStats) {
            Instant at = clock.instant();
            MntrReply figures = AdminParser.monitor(monitor)
                    .orElseThrow(() -> new IllegalStateException(
                            AdminParser.error(monitor).orElse("what it answers is not a server's figures")));
            List<Reading> readings = new ArrayList<>();
            AdminParser.serverStats(serverStats).ifPresent(stats -> readings.add(Reading.of(stats, Reading.ADMIN, at)));
            readings.add(Reading.of(figures, Reading.ADMIN, at));
            return new Told(readings, figures);
        }
    }

    /** The Prometheus provider: figures alone, neither role nor zxid. */
    private final class Provider extends Source {

        Provider(String url) {
            super(url);
        }

        @Override
        Future<Told> read(boolean instead) {
            return http.get(url).map(page -> {
                MntrReply figures = PrometheusParser.parse(page)
                        .orElseThrow(() -> new IllegalStateException("what it answers is not a server's figures"));
                Reading reading = Reading.of(figures, Reading.PROMETHEUS, clock.instant());
                return new Told(List.of(reading), figures);
            });
        }
    }
}
