package io.conclave.storage;

import io.conclave.bus.Problem;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folders of all nodes below one root of this host. */
public final class LocalStorages implements NodeStorages {

    private final Workbench bench;
    private final Path root;
    private final List<NodeStorage> storages;
    private final List<LocalStorage> folders;
    private volatile Runnable news = () -> {};
    private volatile boolean hurried;

    /**
     * @param root the storage root
     * @param nodes the nodes' ids, each of them one folder's name
     * @param disk what it lies on
     * @param minFreeBytes how much room must stay free
     */
    public LocalStorages(Workbench bench, Path root, List<String> nodes, Disk disk, long minFreeBytes) {
        this.bench = bench;
        this.root = root.toAbsolutePath().normalize();
        this.folders = nodes.stream()
                .map(node -> LocalStorage.in(bench, node, folder(node), disk, minFreeBytes, () -> news.run())
                        .under(new UntilHurried()))
                .toList();
        this.storages = List.copyOf(folders);
    }

    private Path folder(String node) {
        Path folder = root.resolve(node).normalize();
        if (!root.equals(folder.getParent())) {
            throw new IllegalArgumentException("a node's id must be a folder's name, " + node + " is not");
        }
        return folder;
    }

    /** Makes root and folders where they are missing and tries each; a folder that fails is told by its room. */
    @Override
    public Future<Void> open(Runnable listener) {
        news = listener;
        return bench.<Void>run(() -> {
                    try {
                        Files.createDirectories(root);
                        return null;
                    } catch (IOException e) {
                        throw new UncheckedIOException(
                                "the storage root " + root + " cannot be made (FILE_STORAGE_PATH)", e);
                    }
                })
                .compose(made ->
                        Future.all(folders.stream().map(LocalStorage::prepare).toList()))
                .mapEmpty();
    }

    @Override
    public List<NodeStorage> all() {
        return storages;
    }

    @Override
    public void hurry() {
        hurried = true;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    /** Nobody else knows of these folders; only what takes long has to ask. */
    private final class UntilHurried implements Authority {

        @Override
        public <T> T change(Change<T> change) throws IOException {
            return change.make();
        }

        @Override
        public void require() {
            if (hurried) {
                throw Problem.unavailable("closing", "the controller is shutting down")
                        .asException();
            }
        }
    }
}
