package io.conclave.bench.kv;

import io.conclave.bench.Miss;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls one method of a gRPC server with {@code h2load}, one process for each key. A refusal has HTTP status 200 as an
 * answer has, so it is for the caller to compare what the server has done with {@link Result#answered}.
 */
final class GrpcLoad {

    private static final long GRACE_S = 20;
    private static final Pattern REQUESTS = Pattern.compile("requests: (\\d+) total, (\\d+) started, (\\d+) done, "
            + "(\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
    private static final Pattern DATA = Pattern.compile("\\((\\d+)\\) data");

    private final Path folder;

    /** @param folder for bodies and logs */
    GrpcLoad(Path folder) {
        this.folder = folder;
    }

    /**
     * What came of a load.
     *
     * @param sample its speed
     * @param answered how many calls of each key were answered
     * @param sent how many of each key were begun: those that were on their way at the end may have been done or not
     * @param leastBytes the average size of an answer, of the key where it is least
     */
    record Result(Sample sample, List<Long> answered, List<Long> sent, double leastBytes) {}

    /**
     * Calls for as long as the load says.
     *
     * @param method with its path, on the server
     * @param bodies one for each key
     */
    Result run(URI method, Load load, List<byte[]> bodies) throws Exception {
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < bodies.size(); i++) {
                Files.write(body(i), bodies.get(i));
                Files.deleteIfExists(log(i));
            }
            for (int i = 0; i < bodies.size(); i++) {
                processes.add(start(method, load, i, bodies.size()));
            }
            return result(load, processes);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private Process start(URI method, Load load, int number, int processes) throws IOException {
        List<String> command = List.of(
                "h2load",
                "--duration=" + load.time().toMillis() + "ms",
                "--clients=" + load.clients() / processes,
                "--max-concurrent-streams=1",
                "--data=" + body(number),
                "--header=content-type: application/grpc",
                "--header=te: trailers",
                "--log-file=" + log(number),
                method.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console(number).toFile())
                .start();
    }

    private Result result(Load load, List<Process> processes) throws Exception {
        List<Long> answered = new ArrayList<>();
        List<Long> sent = new ArrayList<>();
        double leastBytes = Double.MAX_VALUE;
        CallLog calls = new CallLog();
        for (int i = 0; i < processes.size(); i++) {
            boolean ended = processes.get(i).waitFor(load.time().toSeconds() + GRACE_S, TimeUnit.SECONDS);
            String console = Files.readString(console(i));
            Miss.unless(ended && processes.get(i).exitValue() == 0, "h2load has failed: %s", console);
            Matcher requests = found(REQUESTS, console);
            long succeeded = Long.parseLong(requests.group(4));
            answered.add(succeeded);
            sent.add(Long.parseLong(requests.group(2)));
            long done = Long.parseLong(requests.group(3));
            Miss.unless(succeeded > 0 && succeeded == done, "h2load tells of failures: %s", console);
            leastBytes =
                    Math.min(leastBytes, Double.parseDouble(found(DATA, console).group(1)) / succeeded);
            calls.read(log(i));
        }
        return new Result(calls.sample(), answered, sent, leastBytes);
    }

    private static Matcher found(Pattern pattern, String console) throws Miss {
        Matcher matcher = pattern.matcher(console);
        Miss.unless(matcher.find(), "h2load does not tell %s: %s", pattern, console);
        return matcher;
    }

    private Path body(int number) {
        return folder.resolve("body-" + number);
    }

    private Path log(int number) {
        return folder.resolve("calls-" + number);
    }

    private Path console(int number) {
        return folder.resolve("h2load-" + number);
    }
}
