package io.conclave.bench.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bench.Benchmark;
import io.conclave.bench.ChildJvm;
import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Miss;
import io.conclave.bench.Rounds;
import io.conclave.bench.Workshop;
import io.conclave.bus.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * One large upload, from the first byte until the answer says that it is safe, against the same bytes over HTTP that
 * are only streamed to a file and synced. The product reads a form, hashes, places, syncs, links, and commits the row,
 * the audit and the outbox besides. Every file's hash is compared with what came to the disk.
 */
public final class UploadBenchmark implements Benchmark {

    private static final int MEBIBYTES = 256;
    private static final double MEGABYTES = MEBIBYTES * 1.048576;
    private static final int WARMUPS = 3;
    private static final int ROUNDS = 7;

    @Override
    public String name() {
        return "upload";
    }

    @Override
    public List<Figure> run(Workshop workshop) throws Exception {
        Path source = source(workshop.folder().resolve("source.bin"));
        String hash = Sha256.of(source);
        Path copy = workshop.folder().resolve("plain.bin");
        try (Demo demo = Demo.start(workshop.newFolder("demo"));
                ChildJvm plain = ChildJvm.start(PlainReceiver.class, workshop.folder())) {
            String port = plain.ask("into " + copy).substring("port ".length());
            URI receiver = URI.create("http://127.0.0.1:" + port + "/");
            Rounds rounds = Rounds.take(
                    WARMUPS, ROUNDS, () -> upload(demo, source, hash), () -> stream(receiver, source, copy, hash));
            return List.of(rounds.figure(
                    "upload of " + MEBIBYTES + " MiB", "MB/s", "plain stream and fsync", Goal.ratioAtLeast(0.7)));
        }
    }

    /** Content that no part of the way could shorten. */
    private static Path source(Path file) throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEBIBYTES; i++) {
                random.nextBytes(mebibyte);
                out.write(mebibyte);
            }
        }
        return file;
    }

    private static double upload(Demo demo, Path source, String hash) throws Exception {
        long since = System.nanoTime();
        String answer = Post.form(demo.address().resolve("/api/files"), source);
        double seconds = (System.nanoTime() - since) / 1e9;
        JsonNode file = Json.parse(answer).get("file");
        String told = file.get("sha256").asText();
        String written = Sha256.of(demo.storage().resolve(file.get("path").asText()));
        Miss.unless(told.equals(hash) && written.equals(hash), "the upload's hash is wrong: %s", answer);
        demo.call("DELETE", "/api/files/" + file.get("id").asText(), null);
        return MEGABYTES / seconds;
    }

    private static double stream(URI receiver, Path source, Path copy, String hash) throws Exception {
        Files.deleteIfExists(copy);
        long since = System.nanoTime();
        Post.bytes(receiver, source);
        double seconds = (System.nanoTime() - since) / 1e9;
        Miss.unless(Sha256.of(copy).equals(hash), "the plain stream's hash is wrong");
        return MEGABYTES / seconds;
    }
}
