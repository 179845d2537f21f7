package io.conclave.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The OpenAPI document as the server gives it out. Its schemas are held stricter here than for callers, who must bear
 * new fields: an answer with a field that no schema has is a mistake.
 */
final class ContractDocument {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final JsonNode document;
    private final JsonNode closed;

    ContractDocument(String yaml) {
        try {
            document = YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closed = document.deepCopy();
        close(closed.get("components").get("schemas"));
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ContractDocument::close);
    }

    JsonNode tree() {
        return document;
    }

    /** Each operation by its method and path, as in {@code GET /api/nodes/{node}}. */
    Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> operations.put(
                        operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                        operation.getValue())));
        return operations;
    }

    /** The answer that the document promises for this status, references followed. */
    JsonNode response(String operation, int status) {
        JsonNode responses = operations().get(operation).get("responses");
        JsonNode response = responses.has(Integer.toString(status))
                ? responses.get(Integer.toString(status))
                : responses.get("default");
        return followed(response);
    }

    JsonNode followed(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** What is wrong with this JSON by the schema of the answer. */
    List<String> mistakes(JsonNode response, String mediaType, String json) throws IOException {
        ObjectNode schema = response.get("content").get(mediaType).get("schema").deepCopy();
        schema.set("components", closed.get("components"));
        return schemas.getSchema(schema).validate(JSON.readTree(json)).stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    /** The names of a schema's properties. */
    Set<String> properties(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        followed(schema).get("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The values of an enumeration. */
    List<String> values(String schema) {
        return JSON.convertValue(
                document.at("/components/schemas/" + schema + "/enum"),
                JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }
}
