package io.conclave.bench.logs;

import io.conclave.bench.Miss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What people do without an index: {@code grep} over all files, whose contents lie in memory by then. It looks, as the
 * search does, without regard to upper and lower case, counts what it finds and shows the last fifty.
 */
final class Grep {

    private static final long LIMIT_S = 60;

    private final List<Path> files;

    Grep(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Looks for texts that all stand in a line.
     *
     * @return how long it took, milliseconds
     */
    double lookFor(List<String> texts) throws IOException, InterruptedException, Miss {
        long begun = System.nanoTime();
        run(command(texts) + " | tee >(wc -l >&2) | tail -n 50");
        return (System.nanoTime() - begun) / 1e6;
    }

    /** In how many lines these texts all stand. */
    long count(List<String> texts) throws IOException, InterruptedException, Miss {
        return Long.parseLong(run(command(texts) + " | wc -l").strip());
    }

    private String command(List<String> texts) {
        List<String> steps = new ArrayList<>();
        String names = files.stream().map(Grep::quoted).collect(Collectors.joining(" "));
        for (String text : texts) {
            steps.add("grep -h -i -w -F -e " + quoted(text) + (steps.isEmpty() ? " -- " + names : ""));
        }
        return String.join(" | ", steps);
    }

    private static String quoted(Object text) {
        return "'" + text.toString().replace("'", "'\\''") + "'";
    }

    private static String run(String command) throws IOException, InterruptedException, Miss {
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        Miss.unless(process.waitFor(LIMIT_S, TimeUnit.SECONDS), "grep is not done after %d s", LIMIT_S);
        return output;
    }
}
