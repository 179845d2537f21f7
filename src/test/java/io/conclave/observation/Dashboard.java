package io.conclave.observation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A shipped Grafana dashboard.
 *
 * @param name its file, without ending
 * @param json all of it
 */
record Dashboard(String name, JsonNode json) {

    static final Path FOLDER = Path.of("grafana", "dashboards");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An expression and where it stands. */
    record Expression(String where, String promql) {}

    static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Dashboard::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dashboard read(Path file) {
        try {
            return new Dashboard(
                    file.getFileName().toString().replaceFirst("\\.json$", ""), JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** What is drawn, rows left out. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        json.get("panels").forEach(panels::add);
        panels.removeIf(panel -> panel.get("type").asText().equals("row"));
        return panels;
    }

    /** What the panels ask for. */
    List<Expression> expressions() {
        List<Expression> expressions = new ArrayList<>();
        for (JsonNode panel : panels()) {
            panel.get("targets")
                    .forEach(target -> expressions.add(new Expression(
                            name + " / " + panel.get("title").asText() + " / "
                                    + target.get("refId").asText(),
                            target.get("expr").asText())));
        }
        return expressions;
    }

    /** What marks events on all panels. */
    List<Expression> annotations() {
        List<Expression> expressions = new ArrayList<>();
        json.get("annotations")
                .get("list")
                .forEach(annotation -> expressions.add(new Expression(
                        name + " / " + annotation.get("name").asText(),
                        annotation.get("expr").asText())));
        return expressions;
    }

    /** Its variables. */
    List<JsonNode> variables() {
        List<JsonNode> variables = new ArrayList<>();
        json.get("templating").get("list").forEach(variables::add);
        return variables;
    }

    @Override
    public String toString() {
        return name;
    }
}
