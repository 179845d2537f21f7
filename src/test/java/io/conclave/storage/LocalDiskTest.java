package io.conclave.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {

    @TempDir
    Path folder;

    private final Disk disk = new LocalDisk();

    @Test
    @Timeout(10)
    void onlyRegularFilesAreOpened() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[] {1});
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(5, TimeUnit.SECONDS))
                .isTrue();

        for (Path other : new Path[] {link, pipe, folder, Path.of("/dev/zero")}) {
            assertThatThrownBy(() -> disk.open(other))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("regular");
        }
        try (FileChannel opened = disk.open(file)) {
            assertThat(opened.size()).isEqualTo(1);
        }
    }

    @Test
    void nothingIsEverReplaced() throws Exception {
        Path first = Files.write(folder.resolve("first"), new byte[] {1});
        Path second = Files.write(folder.resolve("second"), new byte[] {2});
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> disk.link(first, second)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.create(second)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.create(dangling)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(second).hasBinaryContent(new byte[] {2});
    }

    @Test
    void copyEndsWithItsSourceAndWhenItIsTold() throws Exception {
        Path source = Files.write(folder.resolve("source"), new byte[100]);
        try (FileChannel bytes = FileChannel.open(source);
                Disk.NewFile shorter = disk.create(folder.resolve("shorter"));
                Disk.NewFile stopped = disk.create(folder.resolve("stopped"))) {
            shorter.copy(bytes, 1_000, copied -> false);
            assertThatThrownBy(() -> stopped.copy(bytes, 100, copied -> true))
                    .isInstanceOf(InterruptedIOException.class);
        }

        assertThat(folder.resolve("shorter")).hasSize(100);
        assertThat(folder.resolve("stopped")).isEmptyFile();
    }

    @Test
    void roomOfAFolderThatIsNotThereIsNotZero() {
        assertThatThrownBy(() -> disk.usableBytes(folder.resolve("away"))).isInstanceOf(NoSuchFileException.class);
    }
}
