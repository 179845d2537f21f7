package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folders of all nodes below the storage root. */
final class NodeFolders {

    private final Path root;
    private final Map<String, NodeFolder> folders = new LinkedHashMap<>();

    /**
     * @param root the storage root
     * @param nodes the nodes' ids, each of them one folder's name
     * @param disk what it lies on
     * @param minFreeBytes how much room must stay free
     * @param alarm run, on any thread, when a folder is full or failed
     */
    NodeFolders(Path root, List<String> nodes, Disk disk, long minFreeBytes, Runnable alarm) {
        this.root = root.toAbsolutePath().normalize();
        for (String node : nodes) {
            Path folder = this.root.resolve(node).normalize();
            if (!this.root.equals(folder.getParent())) {
                throw new IllegalArgumentException("a node's id must be a folder's name, " + node + " is not");
            }
            folders.put(node, new NodeFolder(node, folder, disk, minFreeBytes, alarm));
        }
    }

    /** Makes root and folders where they are missing and tries each; a folder that fails is told by its room. */
    void prepare() {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException("the storage root " + root + " cannot be made (FILE_STORAGE_PATH)", e);
        }
        folders.values().forEach(NodeFolder::prepare);
    }

    Collection<NodeFolder> all() {
        return folders.values();
    }

    /**
     * One node's folder.
     *
     * @throws ProblemException 404 where there is no such node
     */
    NodeFolder of(String node) {
        NodeFolder folder = node == null ? null : folders.get(node);
        if (folder == null) {
            throw Problem.notFound("node", node, String.join(", ", folders.keySet()))
                    .asException();
        }
        return folder;
    }

    /** Looks at each folder, and says how they are. */
    StorageState measure() {
        folders.values().forEach(NodeFolder::measure);
        return state();
    }

    /** As each was when it was last measured. */
    StorageState state() {
        Map<String, NodeRoom> rooms = new LinkedHashMap<>();
        folders.forEach((node, folder) -> rooms.put(node, folder.room()));
        return new StorageState(rooms);
    }
}
