package io.conclave.kv.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Files that behave as on a machine that may lose its power: what was not synced may be lost, in whole or sector by
 * sector, and so may a name that was given. Also a disk that is full or fails. Never syncs anything really.
 */
final class FaultyFiles implements LogFileSystem {

    private static final int SECTOR = 512;

    private final Path attic;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Rename> renames = new ArrayList<>();
    private boolean dead;
    private long room = Long.MAX_VALUE;
    private long readsFailFrom = Long.MAX_VALUE;
    private boolean syncsFail;
    private boolean syncsLie;

    FaultyFiles(Path attic) {
        this.attic = attic;
    }

    /** Lets files grow by so many bytes more. */
    void room(long bytes) {
        room = bytes;
    }

    /** From now on nothing can be read from this place on. */
    void readsFailFrom(long place) {
        readsFailFrom = place;
    }

    /** Lets each sync fail, or no longer. */
    void syncsFail(boolean fail) {
        syncsFail = fail;
    }

    /** Lets a sync of the log do nothing: for a build that forgets it. */
    void syncsLie() {
        syncsLie = true;
    }

    /**
     * The power fails.
     *
     * @param kept how likely it is that a sector, or a name, that was not synced is there nevertheless
     */
    void crash(Random random, double kept) throws IOException {
        dead = true;
        List<Rename> undone = new ArrayList<>(renames);
        Collections.reverse(undone);
        boolean undoing = false;
        for (Rename rename : undone) {
            // A name that was given later is not there without the earlier ones.
            undoing |= random.nextDouble() >= kept;
            if (undoing) {
                undo(rename);
            }
        }
        for (Channel channel : channels) {
            channel.crash(random, kept);
        }
    }

    private void undo(Rename rename) throws IOException {
        moveChannels(rename.to, rename.from);
        Files.move(rename.to, rename.from, StandardCopyOption.REPLACE_EXISTING);
        if (rename.replaced != null) {
            moveChannels(rename.replaced, rename.to);
            Files.move(rename.replaced, rename.to);
        }
    }

    private void moveChannels(Path from, Path to) {
        channels.stream().filter(channel -> channel.path.equals(from)).forEach(channel -> channel.path = to);
    }

    @Override
    public LogChannel open(Path file) throws IOException {
        requireAlive();
        return tracked(file, DISK.open(file));
    }

    @Override
    public LogChannel create(Path file) throws IOException {
        requireAlive();
        channels.removeIf(channel -> channel.path.equals(file));
        return tracked(file, DISK.create(file));
    }

    private Channel tracked(Path file, LogChannel real) {
        Channel channel = new Channel(file, real);
        channels.add(channel);
        return channel;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        requireAlive();
        Path replaced = null;
        if (Files.exists(to)) {
            replaced = attic.resolve("replaced" + renames.size() + "-" + System.nanoTime());
            Files.createLink(replaced, to);
            moveChannels(to, replaced);
        }
        moveChannels(from, to);
        DISK.rename(from, to);
        renames.add(new Rename(from, to, replaced));
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        requireAlive();
        if (syncsFail) {
            throw new IOException("Input/output error");
        }
        renames.clear();
    }

    @Override
    public void delete(Path file) throws IOException {
        requireAlive();
        DISK.delete(file);
    }

    private void requireAlive() throws IOException {
        if (dead) {
            throw new IOException("the machine is off");
        }
    }

    private record Rename(Path from, Path to, Path replaced) {}

    /** One change of a file that is not synced: bytes at a place, or a new length where there are none. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Change(long at, byte[] bytes, long length) {}

    private final class Channel implements LogChannel {

        private final LogChannel real;
        private final List<Change> changes = new ArrayList<>();
        private Path path;
        private byte[] synced;
        private boolean open = true;

        Channel(Path path, LogChannel real) {
            this.path = path;
            this.real = real;
        }

        @Override
        public synchronized int read(ByteBuffer into, long at) throws IOException {
            requireAlive();
            if (at >= readsFailFrom) {
                throw new IOException("Input/output error");
            }
            return real.read(into, at);
        }

        @Override
        public synchronized int write(ByteBuffer from, long at) throws IOException {
            requireAlive();
            rememberSynced();
            long grows = Math.max(0, at + from.remaining() - real.size());
            int count = (int) Math.max(0, from.remaining() - Math.max(0, grows - room));
            if (count == 0 && from.hasRemaining()) {
                throw new IOException("No space left on device");
            }
            if (grows > 0) {
                room -= Math.min(room, grows);
            }
            byte[] bytes = new byte[count];
            from.get(bytes);
            changes.add(new Change(at, bytes, 0));
            long to = at;
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                to += real.write(left, to);
            }
            return count;
        }

        private void rememberSynced() throws IOException {
            if (synced == null) {
                ByteBuffer all = ByteBuffer.allocate((int) real.size());
                while (all.hasRemaining() && real.read(all, all.position()) > 0) {
                    // On until all is read.
                }
                synced = all.array();
            }
        }

        @Override
        public synchronized void sync() throws IOException {
            requireAlive();
            if (syncsFail) {
                throw new IOException("Input/output error");
            }
            if (!syncsLie || !path.endsWith("log")) {
                changes.clear();
                synced = null;
            }
        }

        @Override
        public synchronized void truncate(long size) throws IOException {
            requireAlive();
            rememberSynced();
            changes.add(new Change(0, null, size));
            real.truncate(size);
        }

        @Override
        public synchronized long size() throws IOException {
            requireAlive();
            return real.size();
        }

        @Override
        public void close() throws IOException {
            open = false;
            real.close();
        }

        /** Makes the file what the disk has after the power failed. */
        void crash(Random random, double kept) throws IOException {
            if (open) {
                real.close();
            }
            if (synced == null || !Files.exists(path)) {
                return;
            }
            try (LogChannel file = DISK.open(path)) {
                file.truncate(0);
                file.write(ByteBuffer.wrap(synced), 0);
                for (Change change : changes) {
                    if (change.bytes == null) {
                        if (random.nextDouble() < kept) {
                            file.truncate(Math.min(change.length, file.size()));
                        }
                    } else {
                        keepSectors(file, change, random, kept);
                    }
                }
            }
        }

        private void keepSectors(LogChannel file, Change change, Random random, double kept) throws IOException {
            for (int from = 0; from < change.bytes.length; ) {
                long at = change.at + from;
                int length = (int) Math.min(change.bytes.length - from, SECTOR - at % SECTOR);
                if (random.nextDouble() < kept) {
                    file.write(ByteBuffer.wrap(change.bytes, from, length), at);
                }
                from += length;
            }
        }
    }
}
