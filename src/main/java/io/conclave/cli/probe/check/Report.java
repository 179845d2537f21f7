package io.conclave.cli.probe.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.cli.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Findings as monitoring reads them: one line that says it all with figures behind a bar, and a line for each finding.
 *
 * @param findings at least one
 * @param figures what was measured
 */
public record Report(List<Finding> findings, Figures figures) {

    /**
     * What graphs are drawn from.
     *
     * @param up voters that serve
     * @param voters all voters
     * @param tolerates how many more may fail
     */
    public record Figures(int up, int voters, int tolerates) {

        /** Those of an ensemble's state; none for null. */
        public static Figures of(JsonNode ensemble) {
            JsonNode quorum = ensemble == null ? Json.object() : ensemble.path("quorum");
            return new Figures(
                    quorum.path("up").asInt(),
                    quorum.path("voters").asInt(),
                    quorum.path("tolerates").asInt());
        }
    }

    public Report {
        findings = List.copyOf(findings);
    }

    /** That of a check that could not be made. */
    public static Report impossible(String why) {
        return new Report(List.of(new Finding("reach", Severity.UNKNOWN, why)), new Figures(0, 0, 0));
    }

    /** The worst of all. */
    public Severity severity() {
        return findings.stream().map(Finding::severity).reduce(Severity.OK, Severity::or);
    }

    /** The lines for a person or a monitoring system. */
    public List<String> lines() {
        Severity worst = severity();
        String told = findings.stream()
                .filter(finding -> worst == Severity.OK || finding.severity() != Severity.OK)
                .map(finding -> plain(finding.sentence()))
                .collect(Collectors.joining("; "));
        List<String> lines = new ArrayList<>();
        lines.add("CONCLAVE " + worst + " - " + told + performance());
        if (findings.size() > 1) {
            findings.forEach(finding ->
                    lines.add("%-8s %s: %s".formatted(finding.severity(), finding.check(), plain(finding.sentence()))));
        }
        return lines;
    }

    private String performance() {
        return figures.voters() == 0
                ? ""
                : " | up=" + figures.up() + ";;;0;" + figures.voters() + " tolerates=" + figures.tolerates() + ";;;0;"
                        + figures.voters();
    }

    /** A bar begins the figures, so none may be in a sentence. */
    private static String plain(String sentence) {
        return SafeText.shown(sentence).replace('|', '/');
    }

    /** The same as one object. */
    public String json() {
        ObjectNode report = Json.object().put("status", severity().name().toLowerCase(Locale.ROOT));
        report.put("exitCode", severity().exitCode());
        ArrayNode list = report.putArray("findings");
        findings.forEach(finding -> list.addObject()
                .put("check", finding.check())
                .put("status", finding.severity().name().toLowerCase(Locale.ROOT))
                .put("message", finding.sentence()));
        report.putObject("figures")
                .put("up", figures.up())
                .put("voters", figures.voters())
                .put("tolerates", figures.tolerates());
        return SafeText.json(report.toString());
    }
}
