package io.conclave.storage;

import static io.conclave.testing.Answers.done;
import static io.conclave.testing.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node's storage does, wherever it is. */
public abstract class NodeStorageContract {

    private static final byte[] BYTES = random(700_000);

    @TempDir
    protected Path root;

    protected final Vertx vertx = Vertx.vertx();
    protected final Workbench bench = Workbench.on(vertx, FailPoints.OFF, System::nanoTime, Duration.ofSeconds(3));
    private NodeStorage storage;

    /** A storage in this folder, ready and measured. */
    protected abstract NodeStorage open(String node, Path folder) throws Exception;

    @BeforeEach
    void begin() throws Exception {
        storage = open("zk1", root.resolve("zk1"));
    }

    @AfterEach
    protected void end() throws Exception {
        done(vertx.close());
    }

    @Test
    void depositIsUnderBothNamesUntilItIsKept() throws Exception {
        String id = id();
        Deposit deposit = done(storage.receive(id, -1));
        done(deposit.write(BYTES, 500_000));
        done(deposit.write(java.util.Arrays.copyOfRange(BYTES, 500_000, 700_000), 200_000));

        Written written = done(deposit.complete());

        assertThat(written).isEqualTo(new Written(id, BYTES.length, hash(BYTES)));
        assertThat(names()).containsExactlyInAnyOrder(id, ".tmp." + id);
        done(storage.keep(id));
        assertThat(names()).containsExactly(id);
        assertThat(content(id)).isEqualTo(BYTES);
    }

    @Test
    void emptyFileIsAFileToo() throws Exception {
        String id = id();

        Written written = done(done(storage.receive(id, 0)).complete());

        assertThat(written.sizeBytes()).isZero();
        assertThat(content(id)).isEmpty();
    }

    @Test
    void depositThatIsAbandonedLeavesNothing() {
        Deposit deposit = done(storage.receive(id(), -1));
        done(deposit.write(BYTES, BYTES.length));

        done(deposit.abandon());

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(names()).isEmpty());
    }

    @Test
    void whatIsDiscardedIsGoneUnderBothNamesAlsoWhenItIsSaidTwice() throws Exception {
        String id = put(BYTES, ".tmp.");

        done(storage.discard(id));
        done(storage.discard(id));

        assertThat(names()).isEmpty();
    }

    @Test
    void sameSeedMakesTheSameBytes() throws Exception {
        Written one = done(storage.generate(id(), 300_000, 7));
        Written same = done(storage.generate(id(), 300_000, 7));
        Written other = done(storage.generate(id(), 300_000, 8));

        assertThat(one.sizeBytes()).isEqualTo(300_000);
        assertThat(one.sha256()).isEqualTo(same.sha256()).isNotEqualTo(other.sha256());
        assertThat(content(one.id())).hasSize(300_000);
    }

    @Test
    void copyIsTheSameBytesAndTheSourceStaysUntilItIsReleased() throws Exception {
        NodeStorage other = open("zk2", root.resolve("zk2"));
        String id = put(BYTES, "");

        Copied copied = done(other.copy(order(id), storage.asSource(), new Followed()));

        assertThat(copied).isEqualTo(new Copied.Made(true));
        assertThat(root.resolve("zk2").resolve(id)).hasBinaryContent(BYTES);
        assertThat(names()).containsExactly(id);
        done(storage.release(id));
        assertThat(names()).isEmpty();
    }

    @Test
    void copyOfBytesThatAreNotThoseOfTheOrderIsNotMadeAndLeavesNothing() throws Exception {
        NodeStorage other = open("zk2", root.resolve("zk2"));
        String id = put(BYTES, "");
        CopyOrder wrong = new CopyOrder(id, BYTES.length, hash(new byte[1]));

        Copied copied = done(other.copy(wrong, storage.asSource(), new Followed()));

        assertThat(copied).isInstanceOfSatisfying(Copied.Failed.class, failed -> {
            assertThat(failed.problem().code()).isEqualTo("content_mismatch");
            assertThat(failed.clean()).isTrue();
        });
        assertThat(names("zk2")).isEmpty();
    }

    @Test
    void copyNeverReplacesOtherBytesAndAdoptsTheSameOnes() throws Exception {
        NodeStorage other = open("zk2", root.resolve("zk2"));
        String id = put(BYTES, "");
        Path taken = Files.write(root.resolve("zk2").resolve(id), new byte[] {1, 2, 3});

        Copied refused = done(other.copy(order(id), storage.asSource(), new Followed()));
        assertThat(((Copied.Failed) refused).problem().code()).isEqualTo("name_taken");
        assertThat(taken).hasBinaryContent(new byte[] {1, 2, 3});

        Files.write(taken, BYTES);
        assertThat(done(other.copy(order(id), storage.asSource(), new Followed())))
                .isEqualTo(new Copied.Made(false));
        assertThat(names("zk2")).containsExactly(id);
    }

    @Test
    void copyOfAFileThatIsNotThereSaysSo() throws Exception {
        NodeStorage other = open("zk2", root.resolve("zk2"));

        Copied copied = done(other.copy(order(id()), storage.asSource(), new Followed()));

        assertThat(((Copied.Failed) copied).problem().code()).isEqualTo("bytes_missing");
        assertThat(names("zk2")).isEmpty();
    }

    @Test
    void withdrawalTakesAwayTheseBytesAndNoOthers() throws Exception {
        String mine = put(BYTES, ".tmp.");
        String foreign = put(new byte[] {1}, "");

        done(storage.withdraw(order(mine)));
        done(storage.withdraw(order(foreign)));

        assertThat(names()).containsExactly(foreign);
    }

    @Test
    void doomedFileIsErasedOrSpared() throws Exception {
        String erased = put(BYTES, "");
        String spared = put(BYTES, "");
        String gone = id();

        for (String id : List.of(erased, spared, gone)) {
            done(storage.doom(id));
            done(storage.doom(id));
        }
        assertThat(names()).contains(".del." + erased, ".del." + spared);
        done(storage.erase(erased));
        done(storage.erase(gone));
        done(storage.spare(spared));

        assertThat(names()).containsExactly(spared);
    }

    @Test
    void fileThatIsNotThereIsNotOpened() {
        assertThat(problem(storage.open(id())).code()).isEqualTo("bytes_missing");
    }

    @Test
    void openFileIsReadToItsEndThoughItIsReleasedMeanwhile() throws Exception {
        byte[] large = random(6_000_000);
        String id = put(large, "");
        StoredBytes bytes = done(storage.open(id));
        Buffer first = done(bytes.next());

        done(storage.release(id));

        assertThat(bytes.sizeBytes()).isEqualTo(large.length);
        assertThat(Buffer.buffer().appendBuffer(first).appendBuffer(rest(bytes)).getBytes())
                .isEqualTo(large);
    }

    @Test
    void lengthsAreThoseOfTheFilesThatAreThere() throws Exception {
        String id = put(BYTES, "");

        assertThat(done(storage.lengths(List.of(id, id())))).isEqualTo(Map.of(id, (long) BYTES.length));
    }

    @Test
    void leftoversAreFoundAndClearedByWhatIsPromised() throws Exception {
        String promised = put(BYTES, ".del.");
        String unpromised = put(BYTES, ".tmp.");
        Files.write(root.resolve("zk1").resolve(".tmp.notes"), BYTES);

        List<Leftover> found = done(storage.leftovers());
        done(storage.clear(found, Set.of(promised)));

        assertThat(found)
                .containsExactlyInAnyOrder(
                        new Leftover(Layout.Kind.DOOMED, promised), new Leftover(Layout.Kind.TEMPORARY, unpromised));
        assertThat(names()).containsExactlyInAnyOrder(promised, ".tmp.notes");
    }

    @Test
    void inventoryHasEverythingOnceHoweverMuchThereIs() throws Exception {
        List<Holding> expected = new ArrayList<>();
        for (int i = 0; i < Inventory.PAGE + 234; i++) {
            expected.add(new Holding(put(new byte[i % 7], ""), i % 7));
        }
        Files.write(root.resolve("zk1").resolve("README"), BYTES);
        put(BYTES, ".tmp.");

        Inventory inventory = done(storage.inventory());
        List<Holding> found = new ArrayList<>();
        for (List<Holding> page = done(inventory.next()); !page.isEmpty(); page = done(inventory.next())) {
            assertThat(page).hasSizeLessThanOrEqualTo(Inventory.PAGE);
            found.addAll(page);
        }
        inventory.close();

        assertThat(found).filteredOn(held -> held.sizeBytes() < 7).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void folderThatGoesAndComesIsAnotherAppearance() throws Exception {
        long first = storage.presence();
        Path away = root.resolve("away");
        Files.move(root.resolve("zk1"), away);

        assertThat(done(storage.measure())).isEqualTo(NodeRoom.none(StorageReason.MISSING));
        assertThat(storage.presence()).isZero();
        assertThat(problem(storage.receive(id(), -1).compose(Deposit::complete)).status())
                .isEqualTo(503);

        Files.move(away, root.resolve("zk1"));
        assertThat(done(storage.measure()).available()).isTrue();
        assertThat(storage.presence()).isNotZero().isNotEqualTo(first);
    }

    /** A file as an earlier run left it; a second name too, where there is a prefix. */
    private String put(byte[] bytes, String prefix) throws IOException {
        String id = id();
        Path file = Files.write(root.resolve("zk1").resolve(id), bytes);
        if (!prefix.isEmpty()) {
            Files.createLink(file.resolveSibling(prefix + id), file);
        }
        return id;
    }

    private byte[] content(String id) {
        return rest(done(storage.open(id))).getBytes();
    }

    private static Buffer rest(StoredBytes bytes) {
        Buffer all = Buffer.buffer();
        for (Buffer piece = done(bytes.next()); piece.length() > 0; piece = done(bytes.next())) {
            all.appendBuffer(piece);
        }
        bytes.close();
        return all;
    }

    private List<String> names() throws IOException {
        return names("zk1");
    }

    /** All names in a node's folder but those that are an agent's own. */
    protected List<String> names(String node) throws IOException {
        try (Stream<Path> all = Files.list(root.resolve(node))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.matches("\\.(storage|epoch)\\.json"))
                    .toList();
        }
    }

    protected static CopyOrder order(String id) {
        return new CopyOrder(id, BYTES.length, hash(BYTES));
    }

    protected static String id() {
        return UUID.randomUUID().toString();
    }

    protected static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    protected static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Listens, and lets it go on. */
    public static class Followed implements CopyWatch {

        public final List<CopyState> states = java.util.Collections.synchronizedList(new ArrayList<>());
        public volatile boolean stop;

        @Override
        public void at(CopyState state) {
            states.add(state);
        }

        @Override
        public boolean stopped() {
            return stop;
        }
    }
}
