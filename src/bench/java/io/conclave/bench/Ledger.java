package io.conclave.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Writes outcomes to a file for programs, with what is needed to judge them: the machine and how busy it was. */
final class Ledger {

    private final Path file;
    private final Instant begun;
    private final double loadBefore =
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    /**
     * @param file is replaced
     * @param begun when the run began
     */
    Ledger(Path file, Instant begun) {
        this.file = file;
        this.begun = begun;
    }

    /** Writes all of them. */
    void write(List<Outcome> outcomes) throws IOException {
        ObjectNode root = Json.object().put("begun", begun.toString());
        root.putObject("machine")
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", Runtime.version().toString())
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("loadBefore", loadBefore);
        ArrayNode figures = root.putArray("figures");
        ArrayNode none = root.putArray("noFigure");
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Measured measured) {
                measured.figures().forEach(figure -> add(figures.addObject(), measured, figure));
            } else if (outcome instanceof Outcome.NoFigure missing) {
                none.addObject().put("benchmark", missing.benchmark()).put("why", missing.why());
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, root.toPrettyString() + "\n");
    }

    private static void add(ObjectNode row, Outcome.Measured measured, Figure figure) {
        row.put("benchmark", measured.benchmark())
                .put("tookMs", measured.took().toMillis())
                .put("name", figure.name());
        row.set("conclave", Json.tree(figure.ours()));
        row.set("peer", Json.tree(figure.peer()));
        row.set("ratio", Json.tree(figure.ratio()));
        ArrayNode goals = row.putArray("goals");
        for (Goal goal : figure.goals()) {
            goals.addObject()
                    .put("of", goal.subject().name().toLowerCase(Locale.ROOT))
                    .put("bound", goal.bound().name().toLowerCase(Locale.ROOT))
                    .put("limit", goal.limit())
                    .put("met", goal.isMetBy(figure));
        }
    }
}
