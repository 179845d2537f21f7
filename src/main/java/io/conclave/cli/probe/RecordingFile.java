package io.conclave.cli.probe;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of whole lines. It is made only where there is none, unless that is wanted; each line is written at once, and
 * closing it, from any thread, waits for the one that is under way, so that it ends with a whole one.
 */
final class RecordingFile implements AutoCloseable {

    private final Path file;
    private final FileOutputStream out;
    private boolean closed;
    private long lines;

    private RecordingFile(Path file, FileOutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Makes the file.
     *
     * @param force whether one that is there is written anew
     * @throws IOException where there is one, or where it cannot be made
     */
    static RecordingFile create(Path file, boolean force) throws IOException {
        try {
            if (!force) {
                // Made here and now, so that of two recordings that begin at once one is refused.
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW).close();
            }
            return new RecordingFile(file, new FileOutputStream(file.toFile()));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already; --force writes it anew", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes a line with its end; nothing where it is closed already. */
    synchronized void line(String text) throws IOException {
        if (closed) {
            return;
        }
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
        lines++;
    }

    /** How many lines there are. */
    synchronized long lines() {
        return lines;
    }

    /** Ends it, with all of it on disk; a second time nothing happens. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            try (out) {
                out.getChannel().force(true);
            }
        }
    }
}
