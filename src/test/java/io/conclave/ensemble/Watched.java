package io.conclave.ensemble;

import io.conclave.config.NodeAddress;
import java.time.Duration;
import java.time.Instant;

/** A node's watch with the moments of a test, and the statuses that come of it. */
final class Watched {

    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    static final Duration STALE_AFTER = Duration.ofSeconds(8);

    private final NodeWatch watch;
    private Instant now = START;

    Watched(String id) {
        watch = new NodeWatch(NodeAddress.of(id, "10.0.0.1", 2181), STALE_AFTER);
    }

    static Watched serving(String id, String mode, long zxid) {
        return new Watched(id).srvr(srvrText(mode, zxid));
    }

    static Watched down(String id) {
        return new Watched(id).ended(new Reply.Refused());
    }

    static String srvrText(String mode, long zxid) {
        return """
                Zookeeper version: 3.9.5-293c895a8d966a3ecb92872be4a1daf87d725da2, built on 2026-02-11 20:18 UTC
                Latency min/avg/max: 0/0.5/7
                Received: 214
                Sent: 216
                Connections: 2
                Outstanding: 0
                Zxid: 0x%x
                Mode: %s
                Node count: 405
                """
                .formatted(zxid, mode);
    }

    Watched later(Duration by) {
        now = now.plus(by);
        return this;
    }

    Watched srvr(String text) {
        return ended(new Reply.Text(text));
    }

    Watched ended(Reply reply) {
        return ended(FourLetterWord.SRVR, reply);
    }

    Watched ended(FourLetterWord word, Reply reply) {
        Duration took = reply instanceof Reply.Silent ? Duration.ofSeconds(1) : Duration.ofMillis(3);
        watch.ended(new Exchange(word, reply, now, took));
        return this;
    }

    Watched told(String source, MntrReply reply) {
        watch.told(Reading.of(reply, source, now));
        return this;
    }

    NodeWatch watch() {
        return watch;
    }

    Instant now() {
        return now;
    }

    NodeStatus status() {
        return watch.status();
    }
}
