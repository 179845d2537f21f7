package io.conclave.cli.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.data.FixedDirectory;
import io.conclave.kv.data.ServedMember;
import io.conclave.kv.ring.RingState;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands against the real service on two members that keep their keys in memory. */
class KvCommandTest {

    private final Vertx vertx = Vertx.vertx();
    private final FixedDirectory directory = new FixedDirectory(RingState.settled(3, 8, List.of("a", "b")));
    private ServedMember a;
    private ServedMember b;
    private String out;
    private String err;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        a = ServedMember.start(vertx, "a", directory);
        b = ServedMember.start(vertx, "b", directory);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private int run(String... arguments) {
        StringWriter written = new StringWriter();
        StringWriter told = new StringWriter();
        CommandLine kv = new CommandLine(new KvCommand())
                .setOut(new PrintWriter(written, true))
                .setErr(new PrintWriter(told, true));
        int code = kv.execute(arguments);
        out = written.toString();
        err = told.toString();
        return code;
    }

    private int ask(String command, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = command;
        all[1] = "--seeds";
        all[2] = b.address();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return run(all);
    }

    private JsonNode json() {
        return Json.parse(out);
    }

    @Test
    void aValueIsPutAndPrintedByteForByte() throws Exception {
        byte[] value = {0, 1, -1, '\n', (byte) 0xC3};
        Path file = Files.write(folder.resolve("value"), value);
        assertThat(ask("put", "k", "--file", file.toString())).isZero();
        assertThat(out).isEqualTo("written, version 1\n");

        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            assertThat(ask("get", "k")).isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toByteArray()).isEqualTo(value);

        assertThat(ask("get", "k", "--json")).isZero();
        assertThat(json().path("valueBase64").asText()).isEqualTo("AAH/CsM=");
        assertThat(json().path("key").asText()).isEqualTo("k");
    }

    @Test
    void aValueComesFromStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("from a pipe".getBytes(UTF_8)));
        try {
            assertThat(ask("put", "k", "-")).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(ask("get", "k", "--json")).isZero();
        assertThat(json().path("value").asText()).isEqualTo("from a pipe");
    }

    @Test
    void exitCodesTellWhatBecameOfAWrite() {
        assertThat(ask("get", "k")).isEqualTo(4);
        assertThat(err).contains("there is no such key");
        assertThat(ask("put", "k", "1", "--if-version", "0")).isZero();
        assertThat(ask("put", "k", "2", "--if-version", "0")).isEqualTo(3);
        assertThat(err).contains("not written: the key has version 1");
        assertThat(ask("delete", "k", "--if-version", "9")).isEqualTo(3);
        assertThat(ask("delete", "k")).isZero();
        assertThat(out).isEqualTo("deleted\n");
        assertThat(ask("delete", "k")).isZero();
        assertThat(out).isEqualTo("there was no such key\n");
    }

    @Test
    void aStoreThatCannotIsToldWithItsReason() {
        a.member().refuse(KvException.of(KvReason.READ_ONLY, Map.of("detail", "the disk is full")));
        b.member().refuse(KvException.of(KvReason.READ_ONLY, Map.of("detail", "the disk is full")));
        assertThat(ask("put", "k", "v")).isEqualTo(1);
        assertThat(err).isEqualTo("conclave: This member takes no writes: the disk is full.\n");
        assertThat(ask("put", "k", "v", "--json")).isEqualTo(1);
        assertThat(json().path("error").asText()).isEqualTo("read_only");
    }

    @Test
    void nobodyThereIsToldWithTheAddressThatWasTried() {
        assertThat(run("get", "k", "--seeds", "127.0.0.1:1", "--timeout-ms", "300"))
                .isEqualTo(1);
        assertThat(err).contains("127.0.0.1:1 cannot be reached");
    }

    @Test
    void scanListsKeysOfAllGroupsInOrder() {
        for (String key : List.of("s/3", "s/1", "s/2", "t")) {
            assertThat(ask("put", key, "value " + key)).isZero();
        }
        assertThat(ask("put", "s/4", "tab\tand\u202Eturn")).isZero();
        assertThat(ask("scan", "s/")).isZero();
        assertThat(out.lines().map(line -> line.split("\t")[0])).containsExactly("s/1", "s/2", "s/3", "s/4");
        assertThat(out).contains("tab\\x09and\\xe2\\x80\\xaeturn");
        assertThat(ask("scan", "s/", "--limit", "1", "--after", "s/1", "--json"))
                .isZero();
        assertThat(json().path("key").asText()).isEqualTo("s/2");
        assertThat(ask("scan", "--keys-only")).isZero();
        assertThat(out.lines()).hasSize(5);
    }

    @Test
    void watchEndsAfterAsManyChangesAsAreWanted() {
        assertThat(ask("put", "w", "1")).isZero();
        assertThat(ask("delete", "w")).isZero();
        assertThat(ask("watch", "w", "--from-start", "--count", "2")).isZero();
        assertThat(out.lines().map(line -> line.split("\t")[0])).containsExactly("put", "delete");
    }

    @Test
    void locateStatusAndRingTellOfTheStore() {
        assertThat(ask("locate", "k", "--json")).isZero();
        assertThat(json().path("primary").asText()).isIn(a.address(), b.address());
        assertThat(ask("locate", "k")).isZero();
        assertThat(out).contains("group ", "primary 127.0.0.1:", "version 3");

        assertThat(ask("status")).isZero();
        assertThat(out).contains(a.address(), b.address());
        assertThat(ask("status", "--json")).isZero();
        assertThat(json().path("members")).hasSize(2);

        assertThat(ask("ring", "--json")).isZero();
        assertThat(json().path("groups")).extracting(JsonNode::asText).containsExactly("a", "b");
        assertThat(json().path("maxOverMean").asDouble()).isBetween(1.0, 2.0);
        assertThat(ask("ring")).isZero();
        assertThat(out).contains("ring version 3, 8 virtual nodes a group", "times its fair share");
        assertThat(ask("ring", "--add", "c")).isEqualTo(1);
        assertThat(err).contains("No server of the store is master");
    }

    @Test
    void benchMeasuresAndChecksWhatItWrote() {
        assertThat(ask("bench", "--clients", "4", "--seconds", "1", "--warm-up", "0", "--gets", "50", "--json"))
                .isZero();
        assertThat(json().path("wrongKeys").asInt()).isZero();
        assertThat(json().path("puts").path("perSecond").asDouble()).isPositive();
        assertThat(json().path("gets").path("p99Micros").asDouble()).isPositive();
        assertThat(ask("bench", "--clients", "2", "--seconds", "1", "--warm-up", "0"))
                .isZero();
        assertThat(out).contains("puts", "p99", "every acknowledged value of 200 keys is there");
    }

    @Test
    void seedsComeFromTheDemoThatRuns() throws Exception {
        Files.writeString(folder.resolve("run.json"), "{\"kv\":[\"" + a.address() + "\"]}");
        assertThat(run("put", "k", "v", "--data-dir", folder.toString())).isZero();
        assertThat(run("get", "k", "--data-dir", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(err).contains("no demo runs in --data-dir", "--seeds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "put k --seeds 127.0.0.1:1|give the value once",
                "get --hex xy --seeds 127.0.0.1:1|is not hexadecimal",
                "get k --seeds nowhere|is no address; it is host:port",
                "get k --seeds 127.0.0.1:1 --timeout-ms 0|the deadline is 1 to 60000 ms, not 0",
                "scan --limit -1 --seeds 127.0.0.1:1|--limit is 0 or more, not -1",
                "bench --clients 0 --seeds 127.0.0.1:1|--clients is 1 to 1024, not 0",
                "bench --value-bytes 4 --seeds 127.0.0.1:1|--value-bytes is 8 to 1048576, not 4",
                "ring --virtual-nodes 2000 --seeds 127.0.0.1:1|--virtual-nodes is 1 to 1024, not 2000",
                "ring --add A/B --seeds 127.0.0.1:1|group's name",
                "ring --add a --remove b --seeds 127.0.0.1:1|mutually exclusive",
                "get k --seeds 127.0.0.1:1 --tls-ca /nowhere/ca.pem|--tls-ca /nowhere/ca.pem cannot be read",
            })
    void whatIsWrongOnTheCommandLineIsNamedAndEndsWithTwo(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err).contains(message);
    }
}
