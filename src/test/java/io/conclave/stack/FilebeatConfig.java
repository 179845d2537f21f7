package io.conclave.stack;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The collector's file, its multi-line and dissect rules as Filebeat's reference describes them, and its scripts. */
final class FilebeatConfig {

    /** Options of the file's top level, of its inputs and of their processors, in the reference of Filebeat 9.3. */
    private static final Map<String, Set<String>> DOCUMENTED = Map.of(
            "top",
                    Set.of(
                            "filebeat.inputs",
                            "queue.mem",
                            "output.elasticsearch",
                            "setup.ilm.enabled",
                            "setup.template.name",
                            "setup.template.pattern",
                            "setup.template.overwrite",
                            "setup.template.json",
                            "http.enabled",
                            "http.host",
                            "http.port",
                            "logging.level"),
            "filestream",
                    Set.of(
                            "type",
                            "id",
                            "paths",
                            "file_identity.native",
                            "prospector.scanner.fingerprint.enabled",
                            "parsers",
                            "message_max_bytes",
                            "processors"),
            "httpjson",
                    Set.of(
                            "type",
                            "id",
                            "interval",
                            "request.url",
                            "request.timeout",
                            "request.transforms",
                            "auth.file",
                            "response.split",
                            "processors"),
            "multiline", Set.of("type", "pattern", "negate", "match", "max_lines", "timeout"),
            "add_fields", Set.of("target", "fields"),
            "dissect", Set.of("field", "tokenizer", "target_prefix", "ignore_failure"),
            "timestamp", Set.of("field", "layouts", "test", "ignore_missing", "ignore_failure"),
            "script", Set.of("lang", "source"),
            "fingerprint", Set.of("fields", "target_field"));

    private static final Pattern KEY = Pattern.compile("%\\{([a-z]*)(->)?}");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An event as the reference has it for scripts; a field is had by its whole name. */
    private static final String EVENT =
            """
            (function() {
              var event = {
                fields: FIELDS,
                cancelled: false,
                Get: function(name) { return name in this.fields ? this.fields[name] : null; },
                Put: function(name, value) { this.fields[name] = value; },
                Cancel: function() { this.cancelled = true; }
              };
              process(event);
              return event.cancelled ? 'null' : JSON.stringify(event.fields);
            })()
            """;

    private final JsonNode root;

    private FilebeatConfig(JsonNode root) {
        this.root = root;
    }

    /** Reads the file, anchors resolved. */
    static FilebeatConfig read() {
        try {
            Object content = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(Path.of("filebeat/filebeat.yml")));
            return new FilebeatConfig(JSON.valueToTree(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The input of this id. */
    JsonNode input(String id) {
        for (JsonNode input : root.get("filebeat.inputs")) {
            if (input.get("id").asText().equals(id)) {
                return input;
            }
        }
        throw new IllegalArgumentException("no input " + id);
    }

    /** Options that the reference does not name, each with where it is. */
    Set<String> undocumentedOptions() {
        Set<String> unknown = new TreeSet<>();
        check("top", root, unknown);
        for (JsonNode input : root.get("filebeat.inputs")) {
            check(input.get("type").asText(), input, unknown);
            for (JsonNode parser : input.path("parsers")) {
                parser.fields().forEachRemaining(entry -> check(entry.getKey(), entry.getValue(), unknown));
            }
            for (JsonNode processor : input.get("processors")) {
                processor.fields().forEachRemaining(entry -> check(entry.getKey(), entry.getValue(), unknown));
            }
        }
        return unknown;
    }

    private static void check(String kind, JsonNode options, Set<String> unknown) {
        Set<String> known = DOCUMENTED.getOrDefault(kind, Set.of());
        options.fieldNames().forEachRemaining(option -> {
            if (!known.contains(option)) {
                unknown.add(kind + ": " + option);
            }
        });
    }

    /** The lines put together to records, as the input's multi-line rule has it. */
    List<String> records(String input, List<String> lines) {
        JsonNode rule = input(input).at("/parsers/0/multiline");
        if (!rule.get("negate").asBoolean() || !rule.get("match").asText().equals("after")) {
            throw new IllegalStateException("another rule than \"what does not match belongs to what is before it\"");
        }
        Pattern begin = Pattern.compile(rule.get("pattern").asText());
        List<String> records = new ArrayList<>();
        for (String line : lines) {
            if (begin.matcher(line).find() || records.isEmpty()) {
                records.add(line);
            } else {
                records.set(records.size() - 1, records.get(records.size() - 1) + "\n" + line);
            }
        }
        return records;
    }

    /**
     * What the input's script makes of an event, run by a JavaScript engine of its own.
     *
     * @param event its fields, by their whole names
     * @return the fields behind it, or null where the script drops the event
     */
    Map<String, Object> scripted(String input, Map<String, Object> event) {
        ObjectNode before = JSON.valueToTree(event);
        try (Context context = Context.enter()) {
            context.setLanguageVersion(Context.VERSION_ES6);
            ScriptableObject scope = context.initSafeStandardObjects();
            context.evaluateString(scope, script(input), input, 1, null);
            Object after = context.evaluateString(scope, EVENT.replace("FIELDS", before.toString()), "event", 1, null);
            return after.equals("null") ? null : JSON.readValue(after.toString(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the script finds in a record. */
    Map<String, Object> parts(String input, String record) {
        return scripted(input, Map.of("message", record, "event.id", "of " + record.hashCode()));
    }

    private String script(String input) {
        for (JsonNode processor : input(input).get("processors")) {
            if (processor.has("script")) {
                return processor.at("/script/source").asText();
            }
        }
        throw new IllegalArgumentException("no script in " + input);
    }

    /** The node that a log belongs to. */
    String node(String logPath) {
        return dissect(tokenizer("zookeeper", "log.file.path"), logPath).get("node");
    }

    private String tokenizer(String input, String field) {
        for (JsonNode processor : input(input).get("processors")) {
            if (processor.at("/dissect/field").asText().equals(field)) {
                return processor.at("/dissect/tokenizer").asText();
            }
        }
        throw new IllegalArgumentException("nothing takes " + field + " apart");
    }

    /** Keys take what is before the next delimiter; {@code ->} takes repeated delimiters for one; no name, no part. */
    private static Map<String, String> dissect(String tokenizer, String text) {
        StringBuilder pattern = new StringBuilder();
        List<String> names = new ArrayList<>();
        Matcher key = KEY.matcher(tokenizer);
        int from = 0;
        boolean repeated = false;
        while (key.find()) {
            pattern.append(delimiter(tokenizer.substring(from, key.start()), repeated));
            pattern.append(key.end() == tokenizer.length() ? "(.*)" : "(.*?)");
            names.add(key.group(1));
            repeated = key.group(2) != null;
            from = key.end();
        }
        pattern.append(delimiter(tokenizer.substring(from), repeated));
        Matcher match = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + tokenizer + "' does not fit '" + text + "'");
        }
        Map<String, String> parts = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty()) {
                parts.put(names.get(i), match.group(i + 1));
            }
        }
        return parts;
    }

    private static String delimiter(String text, boolean repeated) {
        if (!repeated) {
            return Pattern.quote(text);
        }
        String first = text.substring(0, 1);
        return "(?:" + Pattern.quote(first) + ")+" + Pattern.quote(text.substring(1));
    }
}
