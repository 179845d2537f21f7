package io.conclave.bus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The one JSON dialect of REST, bridge and database columns: camelCase, instants as ISO-8601 UTC with milliseconds,
 * durations in milliseconds, absent values as {@code null}. Input is strict: an unknown field, a wrong type or a
 * nesting deeper than 50 is a 400 problem that names the field.
 */
public final class Json {

    /** The code of the problem with a field that is not asked for. */
    public static final String UNKNOWN_FIELD = "unknown_field";

    /** The code of the problem with JSON that is nested too deep or has a number that is too long. */
    public static final String OVER_LIMIT = "json_over_limit";

    private static final int DEEPEST = 50;
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(java.util.Locale.ROOT);
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantWriter())
                    .addDeserializer(Instant.class, new InstantReader())
                    .addSerializer(Duration.class, new DurationWriter())
                    .addDeserializer(Duration.class, new DurationReader()))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(com.fasterxml.jackson.databind.MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private Json() {}

    /** The text of a value. */
    public static String encode(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not encodable: " + value.getClass(), e);
        }
    }

    /** A value as a tree, to which fields can be added. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads text from outside into a record.
     *
     * @throws ProblemException 400, naming the field at fault
     */
    public static <T> T decode(String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            return Objects.requireNonNull(value, "null is no " + type.getSimpleName());
        } catch (JsonProcessingException | NullPointerException e) {
            throw problem(e, text).asException();
        }
    }

    /**
     * Reads a tree from outside into a record.
     *
     * @throws ProblemException 400, naming the field at fault
     */
    public static <T> T decode(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw problem(e, tree.toString()).asException();
        }
    }

    /**
     * Reads any JSON from outside.
     *
     * @throws ProblemException 400 where the text is not JSON
     */
    public static JsonNode parse(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw new Problem(400, "invalid_json", "the body is empty, JSON was expected", "body", "", "JSON")
                        .asException();
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw problem(e, text).asException();
        }
    }

    private static Problem problem(Exception e, String text) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String allowed = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return new Problem(
                    400,
                    UNKNOWN_FIELD,
                    "there is no field " + unknown.getPropertyName(),
                    unknown.getPropertyName(),
                    null,
                    allowed);
        }
        if (e instanceof InvalidFormatException wrong) {
            return Problem.invalid(path(wrong), wrong.getValue(), describe(wrong.getTargetType()));
        }
        if (e instanceof MismatchedInputException wrong) {
            return wrong.getCause() instanceof ProblemException known
                    ? known.problem()
                    : Problem.invalid(path(wrong), found(wrong), describe(wrong.getTargetType()));
        }
        if (e.getCause() instanceof ProblemException known) {
            return known.problem();
        }
        if (e instanceof JsonMappingException wrong && e.getCause() instanceof InputCoercionException outOfRange) {
            return Problem.invalid(
                    path(wrong), found(outOfRange), "a whole number within " + outOfRange.getTargetType());
        }
        if (e instanceof StreamConstraintsException limit) {
            return new Problem(400, OVER_LIMIT, limit.getOriginalMessage(), "body", text, "JSON at most 50 deep");
        }
        String detail = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return new Problem(400, "invalid_json", "the body is not valid JSON: " + detail, "body", text, "JSON");
    }

    private static String found(JsonProcessingException e) {
        try {
            return e.getProcessor() instanceof JsonParser parser && parser.currentToken() != JsonToken.END_OBJECT
                    ? parser.getText()
                    : "missing";
        } catch (IOException unreadable) {
            return "unreadable";
        }
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "body" : path;
    }

    private static String describe(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(constant -> tree(constant).asText())
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return type == String.class ? "a text" : "an object";
    }

    private static final class InstantWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(MILLIS.format(value));
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(in.getText());
            } catch (java.time.DateTimeException e) {
                throw InvalidFormatException.from(in, "not an ISO-8601 instant", in.getText(), Instant.class);
            }
        }
    }

    private static final class DurationWriter extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(value.toMillis());
        }
    }

    private static final class DurationReader extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Duration.ofMillis(in.getLongValue());
        }
    }
}
