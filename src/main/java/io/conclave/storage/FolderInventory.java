package io.conclave.storage;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A walk through a folder of this process. What is no regular file with an id for a name is passed over. */
final class FolderInventory implements Inventory {

    private final Workbench bench;
    private final NodeFolder folder;
    private final DirectoryStream<Path> names;
    private final Iterator<Path> walk;

    /** @throws IOException where the folder cannot be listed */
    FolderInventory(Workbench bench, NodeFolder folder) throws IOException {
        this.bench = bench;
        this.folder = folder;
        this.names = Files.newDirectoryStream(folder.path());
        this.walk = names.iterator();
    }

    @Override
    public Future<List<Holding>> next() {
        return bench.read(() -> {
            List<Holding> page = new ArrayList<>();
            try {
                while (page.size() < PAGE && walk.hasNext()) {
                    look(walk.next(), page);
                }
            } catch (DirectoryIteratorException e) {
                throw folder.problem(e.getCause()).asException();
            }
            return page;
        });
    }

    private static void look(Path path, List<Holding> page) throws IOException {
        String name = path.getFileName().toString();
        if (!Layout.isId(name)) {
            return;
        }
        try {
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isRegularFile()) {
                page.add(new Holding(name, found.size()));
            }
        } catch (NoSuchFileException goneMeanwhile) {
            // It was moved or deleted since the name was read.
        }
    }

    @Override
    public void close() {
        bench.read(() -> {
            names.close();
            return null;
        });
    }
}
