package io.conclave.logs.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.conclave.logs.LogService;
import io.conclave.logs.follow.FileSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPlacesTest {

    @TempDir
    Path folder;

    private void file(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x\n");
    }

    private List<FileSource> places(String... patterns) {
        return new LogPlaces(
                        List.of(),
                        List.of(patterns).stream().map(folder::resolve).toList(),
                        "self",
                        ZoneOffset.UTC)
                .files();
    }

    @Test
    void aPatternThatNamesTheServerReadsEachServersLog() throws Exception {
        file("zk1/zookeeper.log");
        file("zk2/zookeeper.log");
        file("zk2/other.log");

        assertThat(places("{node}/zookeeper.log"))
                .extracting(FileSource::node, FileSource::service, FileSource::path)
                .containsExactly(
                        tuple("zk1", LogService.ZOOKEEPER, folder.resolve("zk1/zookeeper.log")),
                        tuple("zk2", LogService.ZOOKEEPER, folder.resolve("zk2/zookeeper.log")));
    }

    @Test
    void theServersNameMayBePartOfTheFilesName() throws Exception {
        file("zookeeper-zk7.log");

        assertThat(places("zookeeper-{node}.log")).extracting(FileSource::node).containsExactly("zk7");
    }

    @Test
    void whatRotationsLeftBehindIsNoLogOfItsOwn() throws Exception {
        for (String name : List.of(
                "a.log",
                "a.log.1",
                "a.log.2.gz",
                "a.log-20260102",
                "a.2026-01-02.log",
                "a.log.2026-01-02-10",
                "b.log")) {
            file(name);
        }

        assertThat(places("*"))
                .extracting(source -> source.path().getFileName().toString())
                .containsExactly("a.log", "b.log");
        assertThat(places("a*")).extracting(FileSource::service).containsExactly(LogService.OTHER);
    }

    @Test
    void filesThatComeAndGoAreSeenAtTheNextLookAndThoseOfTwoPatternsOnce() throws Exception {
        file("a.log");
        LogPlaces places = new LogPlaces(
                List.of(),
                List.of(folder.resolve("*.log"), folder.resolve("a.*"), folder.resolve("no/such/*.log")),
                "self",
                ZoneOffset.UTC);
        assertThat(places.files()).hasSize(1);

        file("b.log");
        assertThat(places.files()).hasSize(2);
    }
}
