package io.conclave.logs.follow;

import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import io.conclave.logs.parse.EntryAssembler;
import io.conclave.logs.parse.LineSplitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log that is rotated or truncated while it is read, or was while nobody read it. The file that was being read
 * is found again by its beginning, whether it was renamed or copied; it is read to its end, then those that were
 * written after it, and then the log itself.
 */
final class FileReader implements SourceReader {

    private static final Logger LOG = LoggerFactory.getLogger(FileReader.class);
    private static final int BLOCK = 256 << 10;

    private final FileSource source;
    private final RotatedFiles rotated;
    private final EntryAssembler assembler;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private final Deque<Path> next = new ArrayDeque<>();
    private LogPosition remembered;
    private boolean begun;
    private OpenFile file;
    private LineSplitter splitter;
    private long offset;
    private boolean atEnd;

    /**
     * @param remembered how far it was read before, or null where it was not
     * @param epochMs the time now
     * @param out takes the entries
     */
    FileReader(FileSource source, LogPosition remembered, LongSupplier epochMs, Consumer<LogEntry> out) {
        this.source = source;
        this.remembered = remembered;
        this.rotated = new RotatedFiles(source.path());
        this.assembler =
                new EntryAssembler(source.name(), source.service(), source.node(), source.zone(), epochMs, out);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public boolean read() throws IOException {
        if (file == null && !open()) {
            return false;
        }
        if (atEnd && !file.stillHolds(offset)) {
            LOG.info("{} was truncated after {} bytes", source.name(), offset);
            afterTruncation();
            return true;
        }
        // Asked before the reading, so that what was written up to the replacement is read too.
        boolean replaced = isReplaced();
        int got = file.read(block, offset);
        if (got > 0) {
            atEnd = false;
            offset += got;
            splitter.add(block.flip());
            file.noteHead(offset);
            return true;
        }
        atEnd = true;
        if (!replaced) {
            return false;
        }
        long modifiedMs = file.modifiedMs();
        String key = file.key();
        endFile();
        if (next.isEmpty()) {
            follow(modifiedMs, key, remembered);
        }
        return true;
    }

    /** Where the file was copied before, the rest of it is read from the copy. */
    private void afterTruncation() throws IOException {
        LogPosition left = position(file.head());
        OpenFile copy = find(left);
        if (copy == null) {
            endFile();
            follow(Long.MAX_VALUE, "", left);
            return;
        }
        assembler.reset();
        file.close();
        take(copy, left.offset());
        follow(copy.modifiedMs(), copy.key(), left);
    }

    /** Whether the log has another file by now than the one that is read. */
    private boolean isReplaced() throws IOException {
        if (!next.isEmpty()) {
            return true;
        }
        try {
            return !OpenFile.key(source.path()).equals(file.key());
        } catch (NoSuchFileException e) {
            // Between two files, or the whole folder is away: what is open may still be written to.
            return false;
        }
    }

    private boolean open() throws IOException {
        if (!begun) {
            begun = remembered == null ? beginAtFirst() : beginAt(remembered);
            return begun && file != null;
        }
        while (true) {
            Path path = next.isEmpty() ? source.path() : next.poll();
            try {
                OpenFile opened = OpenFile.of(path);
                if (opened == null) {
                    return false;
                }
                // A folder that was away and is back has the same file under another number.
                boolean same = remembered != null && remembered.headLength() > 0 && opened.holds(remembered);
                take(opened, same ? remembered.offset() : 0);
                return true;
            } catch (NoSuchFileException e) {
                if (path.equals(source.path())) {
                    return false;
                }
            } catch (IOException e) {
                if (!Compressed.is(path)) {
                    throw e;
                }
                LOG.warn("{} cannot be unpacked, so what stands in it is lost: {}", path, e.toString());
            }
        }
    }

    /** Nothing of it is known: everything that is there, but what was old enough to be compressed. */
    private boolean beginAtFirst() throws IOException {
        try {
            rotated.since(Long.MIN_VALUE).stream()
                    .filter(path -> !Compressed.is(path))
                    .forEach(next::add);
        } catch (NoSuchFileException e) {
            return false;
        }
        next.add(source.path());
        begun = true;
        return open();
    }

    /** Goes on where it was left. Nothing is begun while there is no file at all: it may come back. */
    private boolean beginAt(LogPosition position) throws IOException {
        try {
            OpenFile same = find(position);
            if (same != null) {
                take(same, position.offset());
                if (!isReplaced()) {
                    return true;
                }
                follow(same.modifiedMs(), same.key(), position);
                return true;
            }
            OpenFile other = OpenFile.of(source.path());
            if (other == null) {
                return false;
            }
            if (position.offset() > 0) {
                LOG.warn(
                        "the file of {} that was read up to byte {} is gone; what was written to it after that is lost",
                        source.name(),
                        position.offset());
            }
            take(other, 0);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private OpenFile find(LogPosition position) throws IOException {
        Deque<Path> candidates = new ArrayDeque<>(rotated.since(Long.MIN_VALUE));
        candidates.addFirst(source.path());
        for (Path candidate : candidates) {
            try {
                // Few are what is looked for, and only those are worth unpacking.
                if (Compressed.is(candidate) && !isSame(candidate, position)) {
                    continue;
                }
                OpenFile opened = OpenFile.of(candidate);
                if (opened != null) {
                    if (opened.holds(position)) {
                        return opened;
                    }
                    opened.close();
                }
            } catch (NoSuchFileException e) {
                // Rotated away meanwhile: another name leads to it.
            }
        }
        return null;
    }

    private static boolean isSame(Path compressed, LogPosition position) throws IOException {
        try {
            return Compressed.beginsWith(compressed, new Head(position.head(), position.headLength()));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("{} cannot be read as what gzip makes, so it is passed over: {}", compressed, e.toString());
            return false;
        }
    }

    /**
     * What comes after a file: those that were written later, and the log itself. The file itself may have been
     * compressed since, which makes another one of it.
     *
     * @param left how far it was read
     */
    private void follow(long modifiedMs, String key, LogPosition left) throws IOException {
        next.clear();
        for (Path path : rotated.since(modifiedMs)) {
            try {
                if (!OpenFile.key(path).equals(key) && !(Compressed.is(path) && isSame(path, left))) {
                    next.add(path);
                }
            } catch (NoSuchFileException e) {
                // Gone between two looks.
            }
        }
        next.add(source.path());
    }

    private void take(OpenFile opened, long from) throws IOException {
        file = opened;
        offset = from;
        splitter = new LineSplitter(from, assembler::line);
        atEnd = false;
        file.noteHead(from);
    }

    private void endFile() throws IOException {
        splitter.finish();
        assembler.flush();
        remembered = position(file.head());
        file.close();
        file = null;
    }

    @Override
    public void settle() {
        assembler.flush();
    }

    @Override
    public LogPosition position() {
        if (file == null) {
            return remembered;
        }
        return position(file.head());
    }

    private LogPosition position(Head head) {
        long open = assembler.openOffset();
        long kept = open >= 0 ? open : splitter.openLine();
        return new LogPosition(source.name(), file.key(), kept, head.hash(), head.length());
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.debug("{} did not close cleanly", source.name(), e);
        }
        file = null;
    }
}
