package io.conclave.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The shipped configuration and rules of Prometheus, changed only in what the place and the time of a test need:
 * targets, token file and intervals, and in the rules what is in {@link #SHORTER}.
 */
public final class PrometheusFiles {

    /** What a rate is taken over in tests instead of five minutes. */
    public static final String WINDOW = "20s";

    private static final Path SHIPPED = Path.of("prometheus");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String SCRAPE = "2s";
    private static final String EVALUATION = "1s";

    /** What is shortened in the rules, and to what. */
    private static final Map<Pattern, String> SHORTER = Map.of(
            Pattern.compile("(?m)^( +for:) \\w+$"), "$1 0s",
            Pattern.compile("\\[5m]"), "[" + WINDOW + "]",
            Pattern.compile("(?m)> 4 \\* 3600$"), "> 1",
            Pattern.compile("(?m)\\+ 30$"), "+ 2");

    private final Path folder;

    private PrometheusFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes them.
     *
     * @param folder where to, made where it is missing
     * @param targets addresses by job; a job that is not named has none
     * @param token what the token file holds
     */
    static PrometheusFiles derive(Path folder, Map<String, String> targets, String token) throws IOException {
        PrometheusFiles files = new PrometheusFiles(folder);
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(files.token(), token);
        files.target(targets);
        files.shortenRules();
        return files;
    }

    Path configuration() {
        return folder.resolve("prometheus.yml");
    }

    private Path token() {
        return folder.resolve("token");
    }

    /** Writes the configuration anew with these targets. */
    void target(Map<String, String> targets) throws IOException {
        ObjectNode config =
                (ObjectNode) YAML.readTree(SHIPPED.resolve("prometheus.yml").toFile());
        ((ObjectNode) config.get("global"))
                .put("scrape_interval", SCRAPE)
                .put("scrape_timeout", SCRAPE)
                .put("evaluation_interval", EVALUATION);
        for (JsonNode job : config.get("scrape_configs")) {
            if (job.has("authorization")) {
                ((ObjectNode) job.get("authorization")).put("credentials_file", token().toString());
            }
            ArrayNode groups = (ArrayNode) job.get("static_configs");
            while (groups.size() > 1) {
                groups.remove(1);
            }
            ArrayNode addresses = ((ObjectNode) groups.get(0)).putArray("targets");
            String target = targets.get(job.get("job_name").asText());
            if (target != null) {
                addresses.add(target);
            }
        }
        YAML.writeValue(configuration().toFile(), config);
    }

    /** A rule that was changed so that nothing is left to shorten would make a test wait for minutes: it fails. */
    private void shortenRules() throws IOException {
        Set<Pattern> unused = new HashSet<>(SHORTER.keySet());
        try (Stream<Path> rules = Files.list(SHIPPED.resolve("rules"))) {
            for (Path rule : rules.toList()) {
                String text = Files.readString(rule);
                for (Map.Entry<Pattern, String> change : SHORTER.entrySet()) {
                    String changed = change.getKey().matcher(text).replaceAll(change.getValue());
                    if (!changed.equals(text)) {
                        unused.remove(change.getKey());
                    }
                    text = changed;
                }
                Files.writeString(folder.resolve("rules").resolve(rule.getFileName()), text);
            }
        }
        if (!unused.isEmpty()) {
            throw new IllegalStateException("nothing in the rules to shorten by " + unused);
        }
    }
}
