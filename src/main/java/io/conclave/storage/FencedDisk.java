package io.conclave.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A disk whose names are changed only under a right that is asked for at each change. */
record FencedDisk(Disk disk, Authority authority) implements Disk {

    @Override
    public NewFile create(Path path) throws IOException {
        return authority.change(() -> disk.create(path));
    }

    @Override
    public NewFile append(Path path) throws IOException {
        return authority.change(() -> disk.append(path));
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        return disk.open(path);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        authority.change(() -> {
            disk.link(existing, name);
            return null;
        });
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return authority.change(() -> disk.delete(path));
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return disk.usableBytes(folder);
    }
}
