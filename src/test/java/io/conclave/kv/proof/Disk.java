package io.conclave.kv.proof;

import io.conclave.testing.hosts.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small disk of one member's own: a file system in a file. It can be full, and it can lose its power, at which all
 * that was not synced is gone, which no kill of a process brings about.
 */
final class Disk implements AutoCloseable {

    private static final String SIZE = "128M";

    private final Path image;
    private final Path mount;
    private final Thread lastResort = new Thread(this::unmountLazily, "end of a disk");

    private Disk(Path image, Path mount) {
        this.image = image;
        this.mount = mount;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Why there can be none on this machine; empty where there can. */
    static Optional<String> obstacle(Path scratch) {
        try (Disk disk = make(scratch, "probe")) {
            disk.powerOff();
            disk.powerOn();
            return Optional.empty();
        } catch (IllegalStateException | IOException e) {
            return Optional.of("file systems in files cannot be mounted and cut off here, so no disk is full or loses"
                    + " power (root, mkfs.ext4 of e2fsprogs and xfs_io of xfsprogs are needed): " + e.getMessage());
        }
    }

    /** Makes a disk and mounts it below a folder. */
    static Disk make(Path folder, String name) throws IOException {
        Path mount = Files.createDirectories(folder.resolve(name));
        Disk disk = new Disk(folder.resolve(name + ".img"), mount);
        try {
            Shell.run("rm -f " + disk.image + "; truncate -s " + SIZE + " " + disk.image
                    + "; mkfs.ext4 -q -F -m 0 -E nodiscard,lazy_itable_init=0 " + disk.image);
            disk.powerOn();
            return disk;
        } catch (IllegalStateException e) {
            disk.close();
            throw e;
        }
    }

    /** Where its files are. */
    Path folder() {
        return mount;
    }

    /** Leaves no room on it. */
    void fill() {
        Shell.run("avail=$(df --output=avail -k " + mount + " | tail -1); fallocate -l $((avail * 95 / 100))K "
                + ballast() + " || true; dd if=/dev/zero of=" + ballast()
                + " bs=4k oflag=append conv=notrunc 2>/dev/null"
                + " || true");
    }

    /** Gives the room back. */
    void makeRoom() {
        Shell.run("rm -f " + ballast());
    }

    private Path ballast() {
        return mount.resolve("ballast");
    }

    /** Loses all that was not synced; no process may have a file of it open. */
    void powerOff() {
        Shell.run("xfs_io -x -c shutdown " + mount + "; for i in 1 2 3 4 5 6 7 8 9 10; do umount " + mount
                + " 2>/dev/null && exit 0; sleep 0.1; done; umount " + mount);
    }

    /** Comes back, as a machine's disk does when it starts. */
    void powerOn() {
        Shell.run("mount -o loop,noatime " + image + " " + mount);
    }

    @Override
    public void close() {
        unmountLazily();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private void unmountLazily() {
        Shell.attempt("umount --lazy " + mount + "; rm -f " + image);
    }
}
