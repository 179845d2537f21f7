package io.conclave.bench.kv;

import io.conclave.bench.Miss;
import io.conclave.testing.UnusedPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * redis with an append-only file that is synced before each answer. It is alone: its standbys do not sync before the
 * answer, so more copies could not be compared. It does not rewrite its file meanwhile.
 */
final class Redis implements Store {

    private static final String NAME = "redis";
    private static final double FIRST_GUESS_PER_SECOND = 3_000;
    private static final long GRACE_S = 60;
    private static final Pattern NUMBERED_KEY = Pattern.compile("/(\\d+)$");

    private final Daemons daemons;
    private final RedisLine line;
    private final int port;
    private final Path folder;
    private final Bodies bodies = new Bodies();
    private final Map<String, byte[]> written = new HashMap<>();
    private final Map<String, Double> speeds = new HashMap<>();

    private Redis(Daemons daemons, RedisLine line, int port, Path folder) {
        this.daemons = daemons;
        this.line = line;
        this.port = port;
        this.folder = folder;
    }

    /** Whether it is installed, and its load generator. */
    static boolean installed() {
        return Programs.has("redis-server") && Programs.has("redis-benchmark");
    }

    /** Starts it. */
    static Redis start(Path folder) throws Exception {
        int port = UnusedPort.any();
        Daemons daemons = new Daemons();
        List<String> command = List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--auto-aof-rewrite-percentage",
                "0",
                "--save",
                "",
                "--dir",
                folder.toString());
        try {
            daemons.start(folder, command);
            Ready.await(NAME, daemons, () -> RedisLine.to(port).close());
            Redis redis = new Redis(daemons, RedisLine.to(port), port, folder);
            redis.requireMembers();
            return redis;
        } catch (Exception e) {
            daemons.close();
            throw e;
        }
    }

    @Override
    public String title() {
        return NAME;
    }

    @Override
    public void requireMembers() throws Exception {
        String policy = line.call("CONFIG", "GET", "appendfsync");
        String persistence = line.call("INFO", "persistence");
        Miss.unless(
                policy.contains("always")
                        && persistence.contains("aof_enabled:1")
                        && persistence.contains("aof_last_write_status:ok"),
                "redis does not sync before it answers: %s %s",
                policy,
                persistence);
    }

    @Override
    public Sample put(Load load) throws Exception {
        byte[] value = bodies.value(load.valueBytes());
        long before = calls("set");
        long sent = calls(load, "set");
        Sample sample = run(load, sent, value, "set", prefix(load) + "__rand_int__");
        Counted.require(NAME, calls("set") - before, sent, sent);
        for (int i = 0; i < load.keys(); i++) {
            written.put(key(load, i), value);
        }
        requireEqualMembers();
        return sample;
    }

    @Override
    public Sample get(Load load) throws Exception {
        String hits = line.call("INFO", "stats");
        long sent = calls(load, "get");
        Sample sample = run(load, sent, null, "get", prefix(load) + "__rand_int__");
        long found = number("keyspace_hits:(\\d+)", line.call("INFO", "stats")) - number("keyspace_hits:(\\d+)", hits);
        Miss.unless(found == sent, "redis found %d of %d values", found, sent);
        return sample;
    }

    @Override
    public void requireEqualMembers() throws Exception {
        for (Map.Entry<String, byte[]> row : written.entrySet()) {
            byte[] found = line.call("GET", row.getKey()).getBytes(StandardCharsets.ISO_8859_1);
            Miss.unless(Arrays.equals(found, row.getValue()), "redis has a wrong value of %s", row.getKey());
        }
    }

    /** So many as it did in this time before. */
    private long calls(Load load, String command) {
        double speed = speeds.getOrDefault(command + load.text(), FIRST_GUESS_PER_SECOND);
        return Math.max(10L * load.clients(), Math.round(speed * load.time().toMillis() / 1e3));
    }

    private Sample run(Load load, long calls, byte[] lastArgument, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "redis-benchmark",
                "-p",
                Integer.toString(port),
                "-c",
                Integer.toString(load.clients()),
                "-n",
                Long.toString(calls),
                "-r",
                Integer.toString(load.keys()),
                "--csv"));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        if (lastArgument != null) {
            Path argument = Files.write(folder.resolve("argument"), lastArgument);
            words.add("-x");
            builder.redirectInput(argument.toFile());
        }
        words.addAll(List.of(command));
        Path console = folder.resolve("benchmark");
        Process process = builder.redirectOutput(console.toFile()).start();
        try {
            boolean ended = process.waitFor(load.time().toSeconds() + GRACE_S, TimeUnit.SECONDS);
            String printed = Files.readString(console, StandardCharsets.ISO_8859_1);
            Miss.unless(ended && process.exitValue() == 0, "redis-benchmark has failed: %s", printed);
            Sample sample = sample(printed);
            speeds.put(command[0] + load.text(), sample.perSecond());
            return sample;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The last line has the name of the test, then calls a second and milliseconds: average, least, p50, p95, p99. */
    private static Sample sample(String printed) {
        List<String> lines = printed.lines().toList();
        String[] columns = lines.get(lines.size() - 1).replace("\"", "").split(",");
        return new Sample(
                Double.parseDouble(columns[1]), Double.parseDouble(columns[4]), Double.parseDouble(columns[6]));
    }

    private static String prefix(Load load) {
        return NUMBERED_KEY.matcher(load.key(0)).replaceFirst("/");
    }

    /** As redis-benchmark writes its numbers. */
    private static String key(Load load, int number) {
        return prefix(load) + "%012d".formatted(number);
    }

    private long calls(String command) throws IOException {
        String stats = line.call("INFO", "commandstats");
        return stats.contains("cmdstat_" + command + ":") ? number("cmdstat_" + command + ":calls=(\\d+)", stats) : 0;
    }

    private static long number(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("redis does not tell " + pattern);
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public void close() throws Exception {
        line.close();
        daemons.close();
    }
}
