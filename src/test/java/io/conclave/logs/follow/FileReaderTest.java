package io.conclave.logs.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.logs.LogEntry;
import io.conclave.logs.LogPosition;
import io.conclave.logs.LogService;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileReaderTest {

    @TempDir
    Path root;

    private Path folder;
    private Path log;
    private final List<LogEntry> kept = new ArrayList<>();
    private final List<LogEntry> notKept = new ArrayList<>();
    private LogPosition position;
    private FileReader reader;
    private int written;
    private long modified = 1_000_000;

    @BeforeEach
    void begin() throws IOException {
        folder = Files.createDirectory(root.resolve("zk1"));
        log = folder.resolve("server.log");
        restart();
    }

    @AfterEach
    void end() {
        reader.close();
    }

    /** As after a crash: what was not kept is forgotten. */
    private void restart() {
        if (reader != null) {
            reader.close();
        }
        notKept.clear();
        reader = new FileReader(
                new FileSource("zk1/server.log", LogService.ZOOKEEPER, "zk1", log, ZoneOffset.UTC),
                position,
                () -> 0,
                notKept::add);
    }

    private void read() throws IOException {
        int idle = 0;
        while (idle < 2) {
            idle = reader.read() ? 0 : idle + 1;
        }
    }

    private void keep() {
        kept.addAll(notKept);
        notKept.clear();
        position = reader.position();
    }

    private void readAndKeep() throws IOException {
        read();
        keep();
    }

    private void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("2026-01-02 03:04:%02d,%03d [myid:1] - INFO  [main:A@1] - line %d\n"
                    .formatted(written / 1_000 % 60, written % 1_000, written++));
        }
        append(text.toString());
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        // Rotations in a test are closer together than a file system's clock can tell.
        Files.setLastModifiedTime(log, FileTime.fromMillis(modified += 1_000));
    }

    private void rename() throws IOException {
        for (int i = 5; i >= 1; i--) {
            for (String ending : List.of("", ".gz")) {
                Path old = folder.resolve("server.log." + i + ending);
                if (Files.exists(old)) {
                    Path next = folder.resolve("server.log." + (i + 1) + ending);
                    Files.move(old, next, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.move(log, folder.resolve("server.log.1"));
    }

    /** As gzip does, which keeps the time of the last writing. */
    private void compress(int generation) throws IOException {
        Path plain = folder.resolve("server.log." + generation);
        Path made = folder.resolve("server.log." + generation + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(made))) {
            Files.copy(plain, out);
        }
        Files.setLastModifiedTime(made, Files.getLastModifiedTime(plain));
        Files.delete(plain);
    }

    private void copyAndTruncate() throws IOException {
        Files.copy(log, folder.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(folder.resolve("server.log.1"), FileTime.fromMillis(modified += 1_000));
        Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }

    private void expectEachLineOnce() throws IOException {
        read();
        reader.settle();
        keep();
        assertThat(kept).extracting(LogEntry::message).containsExactlyElementsOf(lines(written));
    }

    private static List<String> lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
    }

    @Test
    void linesAreReadAsTheyComeAndTheLastOneWhenNothingFollows() throws IOException {
        write(3);
        read();
        assertThat(notKept).hasSize(2);
        write(2);
        expectEachLineOnce();
    }

    @Test
    void aRestartReadsAgainWhatWasNotKeptAndNothingElse() throws IOException {
        write(10);
        readAndKeep();
        write(10);
        read();
        restart();
        write(3);
        expectEachLineOnce();
    }

    @Test
    void aTraceThatIsHalfWrittenAtARestartStaysWhole() throws IOException {
        append("2026-01-02 03:04:05,678 [myid:1] - WARN  [main:A@1] - broken\njava.io.IOException: a\n");
        readAndKeep();
        restart();
        append("\tat b.C.d(C.java:1)\n");
        read();
        reader.settle();
        keep();

        assertThat(kept)
                .extracting(LogEntry::message)
                .containsExactly("broken\njava.io.IOException: a\n\tat b.C.d(C.java:1)");
    }

    @Test
    void aLineThatIsHalfWrittenIsReadWhenItIsWhole() throws IOException {
        append("2026-01-02 03:04:00,000 [myid:1] - INFO  [main:A@1] - li");
        readAndKeep();
        restart();
        append("ne 0\n");
        written = 1;
        expectEachLineOnce();
    }

    @Test
    void aLogThatIsRenamedIsReadToItsEndAndThenItsSuccessor() throws IOException {
        write(5);
        readAndKeep();
        write(5);
        rename();
        write(5);
        expectEachLineOnce();
        rename();
        write(1);
        rename();
        write(1);
        expectEachLineOnce();
    }

    @Test
    void whatAWriterStillWritesToARenamedLogIsRead() throws IOException {
        write(2);
        readAndKeep();
        rename();
        readAndKeep();
        Files.writeString(
                folder.resolve("server.log.1"),
                "2026-01-02 03:04:00,002 [myid:1] - INFO  [main:A@1] - line 2\n",
                StandardOpenOption.APPEND);
        written = 3;
        write(2);
        expectEachLineOnce();
    }

    @Test
    void rotationsWhileNobodyReadsLoseNothing() throws IOException {
        write(5);
        readAndKeep();
        write(5);
        for (int i = 0; i < 3; i++) {
            rename();
            write(4);
        }
        restart();
        expectEachLineOnce();
    }

    @Test
    void whatWasCompressedWhileNobodyReadIsReadAllTheSame() throws IOException {
        write(1_000);
        readAndKeep();
        write(500);
        rename();
        write(300);
        rename();
        compress(2);
        compress(1);
        write(10);
        restart();

        expectEachLineOnce();
    }

    @Test
    void logThatIsCompressedWhileItIsReadIsNotReadTwice() throws IOException {
        write(1_000);
        read();
        write(500);
        rename();
        compress(1);
        write(10);

        expectEachLineOnce();
    }

    @Test
    void whatIsNoGzipThoughItIsCalledSoIsPassedOver() throws IOException {
        write(5);
        readAndKeep();
        rename();
        Files.writeString(folder.resolve("server.log.2.gz"), "not compressed");
        Files.writeString(folder.resolve("server.log.3.gz"), "");
        write(5);
        restart();

        expectEachLineOnce();
    }

    @Test
    void whatIsThereAtTheFirstStartIsReadOldestFirst() throws IOException {
        write(5);
        rename();
        write(5);
        rename();
        write(5);
        expectEachLineOnce();
    }

    @Test
    void aLogThatIsCopiedAndTruncatedLosesNothing() throws IOException {
        write(20);
        readAndKeep();
        write(20);
        copyAndTruncate();
        write(3);
        expectEachLineOnce();
    }

    @Test
    void aLogThatIsCopiedAndTruncatedWhileNobodyReadsLosesNothing() throws IOException {
        write(20);
        readAndKeep();
        write(20);
        copyAndTruncate();
        write(3);
        restart();
        expectEachLineOnce();
    }

    @Test
    void aLogThatIsTruncatedAndHasGrownBeyondItsOldLengthIsReadFromItsBeginning() throws IOException {
        write(5);
        read();
        reader.settle();
        keep();
        Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        write(50);
        expectEachLineOnce();
    }

    @Test
    void aFolderThatVanishesAndReturnsIsReadOnFromWhereItWasLeft() throws IOException {
        write(10);
        readAndKeep();
        Path away = root.resolve("away");
        Files.move(folder, away);
        read();
        // As a backup that is put back: other files of the same content.
        Files.createDirectory(folder);
        try (Stream<Path> files = Files.list(away)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        write(5);
        expectEachLineOnce();
    }

    @Test
    void aFolderThatIsNotThereAtTheStartIsWaitedFor() throws IOException {
        Files.delete(folder);
        read();
        Files.createDirectory(folder);
        read();
        write(3);
        expectEachLineOnce();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anyOrderOfWritesRotationsAndRestartsReadsEachLineOnce(long seed) throws IOException {
        Random random = new Random(seed);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(7)) {
                case 0 -> write(1 + random.nextInt(400));
                case 1 -> write(1 + random.nextInt(5));
                case 2 -> {
                    if (Files.exists(log) && Files.size(log) > 0 && oldest() < 5) {
                        rename();
                    }
                }
                case 3 -> read();
                case 4 -> readAndKeep();
                case 5 -> {
                    int generation = 1 + random.nextInt(2);
                    if (position != null && Files.exists(folder.resolve("server.log." + generation))) {
                        compress(generation);
                    }
                }
                default -> restart();
            }
            if (oldest() >= 4) {
                readAndKeep();
                removeRotated();
            }
        }
        write(1);
        expectEachLineOnce();
    }

    private int oldest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count() - 1;
        }
    }

    private void removeRotated() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !file.equals(log))
                    .sorted(Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
