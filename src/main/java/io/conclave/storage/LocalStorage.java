package io.conclave.storage;

import io.conclave.bus.Problem;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this process. The same whether the files' keeper runs in this process too or talks to it over the
 * network: an agent is this behind an HTTP server.
 */
public final class LocalStorage implements NodeStorage {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);

    private final Workbench bench;
    private final NodeFolder folder;
    private final CopiesUnderWay copies;
    private final Authority authority;
    private final Disk disk;

    private LocalStorage(Workbench bench, NodeFolder folder, CopiesUnderWay copies, Authority authority) {
        this.bench = bench;
        this.folder = folder;
        this.copies = copies;
        this.authority = authority;
        this.disk = new FencedDisk(folder.disk(), authority);
    }

    /**
     * The storage in one folder.
     *
     * @param node whose it is
     * @param path where; its parent is there
     * @param disk what it lies on
     * @param minFreeBytes how much room must stay free
     * @param alarm run, on any thread, when it is full or failed
     */
    public static LocalStorage in(
            Workbench bench, String node, Path path, Disk disk, long minFreeBytes, Runnable alarm) {
        return new LocalStorage(
                bench, new NodeFolder(node, path, disk, minFreeBytes, alarm), new CopiesUnderWay(), Authority.ALWAYS);
    }

    /** The same folder, changed only while somebody's right holds. */
    public LocalStorage under(Authority right) {
        return new LocalStorage(bench, folder, copies, right);
    }

    /** Makes the folder where it is missing and tries it; one that fails is told by its room. */
    public Future<Void> prepare() {
        return bench.run(() -> {
            folder.prepare();
            return null;
        });
    }

    @Override
    public String node() {
        return folder.node();
    }

    @Override
    public NodeRoom room() {
        return folder.room();
    }

    @Override
    public long presence() {
        return folder.presence();
    }

    @Override
    public Future<NodeRoom> measure() {
        return bench.run(folder::measure);
    }

    /** Whose right it is was looked at when it was given. */
    @Override
    public Future<Void> claim() {
        return bench.run(() -> {
            authority.require();
            return null;
        });
    }

    @Override
    public Future<Deposit> receive(String id, long expectedBytes) {
        SerialLane lane = new SerialLane(bench.writers());
        return lane.run(() -> {
            folder.requireRoom(Math.max(0, expectedBytes));
            return new DraftDeposit(bench, folder, Draft.begin(folder, disk, id), lane);
        });
    }

    @Override
    public Future<Written> generate(String id, long sizeBytes, long seed) {
        return bench.run(() -> {
            folder.requireRoom(sizeBytes);
            Draft draft = Draft.begin(folder, disk, id);
            try {
                fill(draft, sizeBytes, new SplittableRandom(seed));
                return DraftDeposit.publish(bench, folder, draft);
            } catch (RuntimeException e) {
                draft.discard();
                throw e;
            }
        });
    }

    private void fill(Draft draft, long sizeBytes, SplittableRandom random) {
        byte[] piece = new byte[(int) Math.min(Inflow.PIECE_BYTES, sizeBytes)];
        for (long left = sizeBytes; left > 0; left -= piece.length) {
            authority.require();
            random.nextBytes(piece);
            draft.write(piece, (int) Math.min(piece.length, left));
        }
    }

    @Override
    public Future<Copied> copy(CopyOrder order, CopySource source, CopyWatch watch) {
        return copies.begin(
                order.id(),
                replaced -> new Copying(bench, order, source, folder, disk, authority, watch, replaced).run());
    }

    @Override
    public CopySource asSource() {
        return new FolderSource(folder);
    }

    @Override
    public Future<Void> keep(String id) {
        return change(() -> disk.delete(folder.temporary(id)));
    }

    @Override
    public Future<Void> discard(String id) {
        return change(() -> {
            disk.delete(folder.bytes(id));
            return disk.delete(folder.temporary(id));
        });
    }

    @Override
    public Future<Void> withdraw(CopyOrder order) {
        return copies.end(order.id())
                .compose(ended -> change(() -> {
                    folder.requireAvailable();
                    if (folder.holds(order.id(), order.sizeBytes(), order.sha256())) {
                        disk.delete(folder.bytes(order.id()));
                    }
                    disk.delete(folder.temporary(order.id()));
                    folder.syncNames();
                    return null;
                }));
    }

    @Override
    public Future<Void> release(String id) {
        return change(() -> {
            folder.requireAvailable();
            disk.delete(folder.bytes(id));
            bench.failPoints().reached(FailPoint.SOURCE_DELETED);
            folder.syncNames();
            bench.failPoints().reached(FailPoint.SOURCE_SYNCED);
            return null;
        });
    }

    /** A file whose bytes are gone can still be deleted, but not one whose folder is away for now. */
    @Override
    public Future<Void> doom(String id) {
        return change(() -> {
            folder.requireAvailable();
            try {
                disk.link(folder.bytes(id), folder.doomed(id));
            } catch (FileAlreadyExistsException leftByAnEarlierTry) {
                LOG.debug("{} was doomed before", id);
            } catch (NoSuchFileException e) {
                LOG.warn("the bytes of file {} were not in the folder of {}; its row is deleted", id, folder.node());
                return null;
            }
            folder.syncNames();
            bench.failPoints().reached(FailPoint.DELETE_DOOMED);
            return null;
        });
    }

    @Override
    public Future<Void> spare(String id) {
        return change(() -> disk.delete(folder.doomed(id)));
    }

    @Override
    public Future<Void> erase(String id) {
        return change(() -> {
            if (disk.delete(folder.bytes(id))) {
                bench.failPoints().reached(FailPoint.DELETE_ERASED);
                folder.syncNames();
            }
            return disk.delete(folder.doomed(id));
        });
    }

    /** Runs what changes the folder; what the disk says becomes a problem. */
    private Future<Void> change(Callable<?> change) {
        return bench.run(() -> {
                    try {
                        return change.call();
                    } catch (IOException e) {
                        throw folder.problem(e).asException();
                    }
                })
                .mapEmpty();
    }

    @Override
    public Future<StoredBytes> open(String id) {
        return open(id, 0);
    }

    /** As {@link #open(String)}, from this byte on. */
    public Future<StoredBytes> open(String id, long from) {
        return bench.read(() -> {
            try {
                return new ChannelBytes(bench, folder.disk().open(folder.bytes(id)), from);
            } catch (NoSuchFileException e) {
                throw missing(id, node()).asException();
            } catch (IOException e) {
                throw folder.problem(e).asException();
            }
        });
    }

    /** 503: somebody says that the bytes are here, and they are not. */
    public static Problem missing(String id, String node) {
        return Problem.unavailable("bytes_missing", "the bytes of file " + id + " are not in the folder of " + node);
    }

    @Override
    public Future<Map<String, Long>> lengths(List<String> ids) {
        return bench.read(() -> {
            folder.requireAvailable();
            Map<String, Long> lengths = new HashMap<>();
            for (String id : ids) {
                try (FileChannel bytes = folder.disk().open(folder.bytes(id))) {
                    lengths.put(id, bytes.size());
                } catch (NoSuchFileException notHere) {
                    // So it has no length.
                } catch (IOException e) {
                    throw folder.problem(e).asException();
                }
            }
            return lengths;
        });
    }

    @Override
    public Future<List<Leftover>> leftovers() {
        return bench.run(() -> {
            List<Leftover> found = new ArrayList<>();
            if (!folder.isThere()) {
                return found;
            }
            try (DirectoryStream<Path> names = Files.newDirectoryStream(folder.path(), ".{tmp,del}.*")) {
                for (Path path : names) {
                    Layout.read(path.getFileName().toString())
                            .filter(entry -> entry.kind() != Layout.Kind.BYTES)
                            .ifPresent(entry -> found.add(
                                    new Leftover(entry.kind(), entry.id().toString())));
                    if (found.size() == MOST_LEFTOVERS) {
                        break;
                    }
                }
                return found;
            } catch (IOException e) {
                throw folder.problem(e).asException();
            }
        });
    }

    @Override
    public Future<Void> clear(List<Leftover> leftovers, Set<String> promised) {
        return change(() -> {
            for (Leftover left : leftovers) {
                if (!promised.contains(left.id())) {
                    disk.delete(folder.bytes(left.id()));
                }
            }
            folder.syncNames();
            for (Leftover left : leftovers) {
                disk.delete(
                        left.kind() == Layout.Kind.TEMPORARY ? folder.temporary(left.id()) : folder.doomed(left.id()));
            }
            return null;
        });
    }

    @Override
    public Future<Inventory> inventory() {
        return bench.read(() -> {
            folder.requireAvailable();
            try {
                return new FolderInventory(bench, folder);
            } catch (IOException e) {
                throw folder.problem(e).asException();
            }
        });
    }
}
