package io.conclave.kv.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.conclave.kv.data.FixedDirectory;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.ring.Transfer;
import io.conclave.kv.wire.KeyValueEntry;
import io.conclave.kv.wire.ScanRequest;
import io.conclave.kv.wire.ScanResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A scan while arcs change hands, of groups that give the keys that are theirs at the moment of a page. */
class KvScanTest {

    private static final List<String> KEYS =
            IntStream.range(0, 1_500).mapToObj("scan/%05d"::formatted).toList();

    private final FixedDirectory directory =
            new FixedDirectory(RingState.settled(4, 8, List.of("a", "b")).changeTo(8, List.of("a", "b", "c")));
    private final Routes routes = new Routes(List.of("seed"), address -> Future.succeededFuture(directory.view()));
    private final KvScan scan = new KvScan(routes, this::page, "scan/".getBytes(UTF_8), new byte[0], false);
    private final List<String> found = new ArrayList<>();

    private Future<ScanResponse> page(String group, ScanRequest request) {
        RingState ring = directory.ring();
        ScanResponse.Builder page = ScanResponse.newBuilder().setRingVersion(ring.version());
        for (String key : KEYS) {
            boolean isIn = key.compareTo(request.getAfter().toStringUtf8()) > 0
                    && ring.owner(key.getBytes(UTF_8)).orElseThrow().equals(group);
            if (isIn && page.getEntriesCount() == request.getLimit()) {
                return Future.succeededFuture(page.setMore(true).build());
            }
            if (isIn) {
                page.addEntries(KeyValueEntry.newBuilder().setKey(ByteString.copyFromUtf8(key)));
            }
        }
        return Future.succeededFuture(page.build());
    }

    private boolean next(int limit) throws Exception {
        List<KvEntry> page = scan.next(limit).await(10, TimeUnit.SECONDS);
        page.forEach(entry -> found.add(new String(entry.key(), UTF_8)));
        return !page.isEmpty();
    }

    private void rest() throws Exception {
        while (next(100)) {
            assertThat(found).hasSizeLessThanOrEqualTo(KEYS.size());
        }
    }

    @Test
    void keysOfAnArcThatChangesHandsBetweenPagesAreGivenOnce() throws Exception {
        next(100);
        directory.become(directory.ring().withDone(new Transfer("a", "c")));
        rest();
        assertThat(found).isEqualTo(KEYS);
    }

    @Test
    void keysOfAnArcThatChangedHandsAreGivenThoughAnotherCallHasBroughtTheNewRing() throws Exception {
        next(100);
        directory.become(directory.ring().withDone(new Transfer("a", "c")));
        routes.refresh().await(10, TimeUnit.SECONDS);
        rest();
        assertThat(found).isEqualTo(KEYS);
    }

    @Test
    void aRingThatChangesWithEachPageEndsNoScan() throws Exception {
        next(100);
        directory.become(directory.ring().withDone(new Transfer("a", "c")));
        routes.refresh().await(10, TimeUnit.SECONDS);
        next(300);
        directory.become(directory.ring().withDone(new Transfer("b", "c")));
        next(300);
        directory.become(directory.ring().finished());
        routes.refresh().await(10, TimeUnit.SECONDS);
        rest();
        assertThat(found).isEqualTo(KEYS);
    }
}
