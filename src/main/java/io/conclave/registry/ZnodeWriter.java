package io.conclave.registry;

import io.conclave.store.OutboxRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Brings a batch of outbox rows into the znodes below one root. Each batch is first folded to the last write of each
 * file, then the znodes are looked at, then all is written in one {@code multi}. Applying the same batch again changes
 * nothing more, so an answer that was lost is resolved by simply looking again. Blocks; one thread at a time.
 */
final class ZnodeWriter {

    /** A request must stay below the servers' {@code jute.maxbuffer}, 1 MiB unless changed. */
    private static final int LARGEST_MULTI_BYTES = 512 * 1024;

    private static final int LARGEST_PAYLOAD_BYTES = 900 * 1024;
    private static final int MOST_OPERATIONS = 500;
    private static final long ANSWER_SECONDS = 10;

    private final CuratorFramework client;
    private final String root;
    private final Optional<RootFence> fence;

    /** @param fence of one of several controllers; empty for one that is alone */
    ZnodeWriter(CuratorFramework client, String root, Optional<RootFence> fence) {
        this.client = client;
        this.root = root;
        this.fence = fence;
    }

    /** Makes the root where it is missing. */
    void ensureRoot() throws Exception {
        if (client.checkExists().forPath(root) == null) {
            try {
                client.create().creatingParentsIfNeeded().forPath(root, new byte[0]);
            } catch (KeeperException.NodeExistsException anotherWasQuicker) {
                // That is all that was wanted.
            }
        }
    }

    /** How many znodes lie below the root. */
    int children() throws Exception {
        Stat stat = client.checkExists().forPath(root);
        return stat == null ? 0 : stat.getNumChildren();
    }

    /** Which of these files have no znode. */
    List<String> missing(Collection<String> fileIds) throws Exception {
        Map<String, Stat> stats = look(fileIds);
        return fileIds.stream().filter(id -> stats.get(id) == null).toList();
    }

    /**
     * Applies rows in their order.
     *
     * @return for each file whose writes the ensemble refuses for good, why; the writes of all others are applied
     * @throws KeeperException where the outcome is not known or there is no quorum: call again with the same rows
     * @throws io.conclave.bus.ProblemException 409 {@code fenced} where a later controller writes
     */
    Map<String, String> apply(List<OutboxRow> rows) throws Exception {
        Map<String, OutboxRow> last = new LinkedHashMap<>();
        rows.forEach(row -> {
            last.remove(row.fileId());
            last.put(row.fileId(), row);
        });
        Map<String, String> refused = new HashMap<>();
        last.values().removeIf(row -> {
            boolean tooLarge = row.payload() != null
                    && row.payload().getBytes(StandardCharsets.UTF_8).length > LARGEST_PAYLOAD_BYTES;
            if (tooLarge) {
                refused.put(row.fileId(), "its metadata is larger than " + LARGEST_PAYLOAD_BYTES + " bytes");
            }
            return tooLarge;
        });
        Optional<CuratorOp> check = fence.isPresent() ? Optional.of(fence.get().check()) : Optional.empty();
        Map<String, Stat> stats = look(last.keySet());
        List<OutboxRow> chunk = new ArrayList<>();
        int bytes = 0;
        for (OutboxRow row : last.values()) {
            int size = row.payload() == null ? 100 : row.payload().length() * 3 + 100;
            if (!chunk.isEmpty() && (bytes + size > LARGEST_MULTI_BYTES || chunk.size() == MOST_OPERATIONS)) {
                write(check, chunk, stats, refused);
                chunk.clear();
                bytes = 0;
            }
            chunk.add(row);
            bytes += size;
        }
        write(check, chunk, stats, refused);
        return refused;
    }

    private void write(
            Optional<CuratorOp> check, List<OutboxRow> chunk, Map<String, Stat> stats, Map<String, String> refused)
            throws Exception {
        List<CuratorOp> operations = new ArrayList<>();
        for (OutboxRow row : chunk) {
            operation(row, stats.get(row.fileId())).ifPresent(operations::add);
        }
        if (operations.isEmpty()) {
            return;
        }
        check.ifPresent(first -> operations.add(0, first));
        try {
            client.transaction().forOperations(operations);
        } catch (KeeperException e) {
            if (!isPermanent(e)) {
                throw e;
            }
            if (chunk.size() == 1) {
                refused.put(chunk.get(0).fileId(), e.getMessage());
                return;
            }
            for (OutboxRow row : chunk) {
                write(check, List.of(row), look(List.of(row.fileId())), refused);
            }
        }
    }

    private Optional<CuratorOp> operation(OutboxRow row, Stat there) throws Exception {
        String path = path(row.fileId());
        if (row.kind() == OutboxRow.Kind.DELETE) {
            return there == null
                    ? Optional.empty()
                    : Optional.of(client.transactionOp()
                            .delete()
                            .withVersion(there.getVersion())
                            .forPath(path));
        }
        byte[] payload = row.payload().getBytes(StandardCharsets.UTF_8);
        return Optional.of(
                there == null
                        ? client.transactionOp().create().forPath(path, payload)
                        : client.transactionOp()
                                .setData()
                                .withVersion(there.getVersion())
                                .forPath(path, payload));
    }

    /** Somebody else's change between look and write is not permanent: the next look sees it. */
    private static boolean isPermanent(KeeperException e) {
        return switch (e.code()) {
            case NOAUTH, INVALIDACL, AUTHFAILED, NOTEMPTY, NOCHILDRENFOREPHEMERALS, BADARGUMENTS, QUOTAEXCEEDED -> true;
            default -> false;
        };
    }

    private Map<String, Stat> look(Collection<String> fileIds) throws Exception {
        Map<String, CompletableFuture<Stat>> asked = new LinkedHashMap<>();
        for (String id : fileIds) {
            CompletableFuture<Stat> answer = new CompletableFuture<>();
            client.checkExists()
                    .inBackground((ignored, event) -> {
                        KeeperException.Code code = KeeperException.Code.get(event.getResultCode());
                        if (code == KeeperException.Code.OK || code == KeeperException.Code.NONODE) {
                            answer.complete(event.getStat());
                        } else {
                            answer.completeExceptionally(KeeperException.create(code, event.getPath()));
                        }
                    })
                    .forPath(path(id));
            asked.put(id, answer);
        }
        Map<String, Stat> stats = new HashMap<>();
        for (Map.Entry<String, CompletableFuture<Stat>> entry : asked.entrySet()) {
            try {
                stats.put(entry.getKey(), entry.getValue().get(ANSWER_SECONDS, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                throw KeeperException.create(KeeperException.Code.OPERATIONTIMEOUT);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KeeperException keeper ? keeper : e;
            }
        }
        return stats;
    }

    private String path(String fileId) {
        return root + "/" + fileId;
    }
}
