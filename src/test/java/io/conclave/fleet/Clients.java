package io.conclave.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.conclave.testing.hosts.Member;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Clients that upload, delete, drain and undrain all the time, each time by way of any controller. */
final class Clients implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** For what is asked of each controller in turn, of which one may stand still. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final int LARGEST = 60_000;
    private static final int MOST_FILES = 120;
    private static final List<String> NODES = List.of("zk1", "zk2", "zk3");

    private final Fleet fleet;
    private final Ledger ledger;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    Clients(Fleet fleet, Ledger ledger) {
        this.fleet = fleet;
        this.ledger = ledger;
    }

    /** Begins with so many of them. */
    void start(int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            SplittableRandom own = random.split();
            String name = "client-" + i;
            Thread thread = new Thread(() -> run(name, own), name);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(String name, SplittableRandom random) {
        try {
            for (int turn = 0; !over.await(random.nextInt(60), TimeUnit.MILLISECONDS); turn++) {
                double draw = random.nextDouble();
                if (draw < 0.04) {
                    setDrained(NODES.get(random.nextInt(NODES.size())), random.nextBoolean(), random);
                } else if (draw < 0.3 || ledger.count(Ledger.State.KEPT) > MOST_FILES) {
                    delete(random);
                } else {
                    upload(name + "-" + turn, random);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void upload(String name, SplittableRandom random) throws InterruptedException {
        byte[] bytes = new byte[1 + random.nextInt(LARGEST)];
        random.nextBytes(bytes);
        String sha256 = sha256(bytes);
        ledger.sent(name, sha256);
        String boundary = "----fleet";
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        HttpRequest.Builder request = request(any(random), "/api/files")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofByteArray(head),
                        BodyPublishers.ofByteArray(bytes),
                        BodyPublishers.ofByteArray(tail)));
        Answer answer = ask(request);
        switch (answer.kind()) {
            case DONE -> ledger.uploaded(answer.body().at("/file/id").asText(), name, sha256);
            case REFUSED -> ledger.notUploaded(name);
            default -> ledger.unanswered();
        }
    }

    private void delete(SplittableRandom random) throws InterruptedException {
        Optional<Ledger.Kept> file = ledger.toDelete(random);
        if (file.isPresent()) {
            String id = file.get().id();
            switch (ask(request(any(random), "/api/files/" + id).DELETE()).kind()) {
                case DONE -> ledger.state(id, Ledger.State.DELETED);
                case REFUSED -> ledger.notDeleted(id);
                default -> ledger.unanswered();
            }
        }
    }

    private void setDrained(String node, boolean drained, SplittableRandom random) throws InterruptedException {
        String path = "/api/nodes/" + node + (drained ? "/drain" : "/undrain");
        send(any(random), path, "{}");
    }

    /** Who acts, as the first controller tells that can be asked in time; any of them where none can. */
    String active(SplittableRandom random) throws InterruptedException {
        for (Member controller : fleet.controllers()) {
            String id = done(ask(request(controller, "/api/controllers")
                            .timeout(SHORT)
                            .GET()))
                    .map(state -> state.at("/active/id").asText(""))
                    .orElse("");
            if (!id.isEmpty()) {
                return id;
            }
        }
        return any(random).name();
    }

    /** Has a controller drain one node and take files to another one; does not wait for it. */
    void haveFilesMoved(String controller, SplittableRandom random) {
        String from = NODES.get(random.nextInt(NODES.size()));
        fleet.controllers().stream()
                .filter(member -> member.name().equals(controller))
                .forEach(member -> NODES.forEach(node -> http.sendAsync(
                        request(member, "/api/nodes/" + node + (node.equals(from) ? "/drain" : "/undrain"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.discarding())));
    }

    private Member any(SplittableRandom random) {
        return fleet.controllers().get(random.nextInt(fleet.controllers().size()));
    }

    /** POST with a JSON body; empty where that was not done. */
    Optional<JsonNode> send(Member controller, String path, String body) throws InterruptedException {
        BodyPublisher text = BodyPublishers.ofString(body);
        return done(ask(request(controller, path)
                .header("Content-Type", "application/json")
                .POST(text)));
    }

    /** GET; empty where that was not answered. */
    Optional<JsonNode> get(Member controller, String path) throws InterruptedException {
        return done(ask(request(controller, path).GET()));
    }

    private static HttpRequest.Builder request(Member controller, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + controller.address() + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + Fleet.TOKEN);
    }

    private static Optional<JsonNode> done(Answer answer) {
        return answer.kind() == Kind.DONE ? Optional.of(answer.body()) : Optional.empty();
    }

    /** What a client knows once its call is over. */
    private enum Kind {
        DONE,
        /** Nothing was done, and nothing will be. */
        REFUSED,
        UNKNOWN
    }

    private record Answer(Kind kind, JsonNode body) {}

    private Answer ask(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            int status = answer.statusCode();
            boolean isClear = status < 500 || status == 503 || status == 507;
            Kind kind = status < 300 ? Kind.DONE : isClear ? Kind.REFUSED : Kind.UNKNOWN;
            return new Answer(kind, JSON.readTree(answer.body()));
        } catch (HttpConnectTimeoutException | ConnectException unsent) {
            return new Answer(Kind.REFUSED, null);
        } catch (IOException lost) {
            return new Answer(Kind.UNKNOWN, null);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has them end what they are at; what is asked for by {@link #send} and {@link #get} goes on. */
    @Override
    public void close() {
        over.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(LIMIT.plusSeconds(5).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
