package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.logs.LogQuery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page ends: what its last hit was sorted by.
 *
 * @param values time in milliseconds, offset, id
 */
record Cursor(ArrayNode values) {

    private static final int LONGEST = 2_000;
    private static final int VALUES = 3;

    /** What the next page is asked with. */
    String encode(LogQuery.Sort sort) {
        String text = sort.name().charAt(0) + Json.encode(values);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads it back.
     *
     * @throws ProblemException 400 {@code invalid_cursor} where no page in this order has given it
     */
    static Cursor decode(String text, LogQuery.Sort sort) {
        try {
            if (text.length() > LONGEST || sort == LogQuery.Sort.BEST) {
                throw invalid(text);
            }
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            if (plain.isEmpty() || plain.charAt(0) != sort.name().charAt(0)) {
                throw invalid(text);
            }
            JsonNode values = Json.parse(plain.substring(1));
            if (!(values instanceof ArrayNode array)
                    || array.size() != VALUES
                    || !array.get(0).isIntegralNumber()
                    || !array.get(1).isIntegralNumber()
                    || !(array.get(2).isTextual() || array.get(2).isNull())) {
                throw invalid(text);
            }
            return new Cursor(array);
        } catch (IllegalArgumentException noBase64) {
            throw invalid(text);
        } catch (ProblemException noJson) {
            throw invalid(text);
        }
    }

    private static ProblemException invalid(String text) {
        return Problem.invalid("cursor", text, "the nextCursor of a page in the same order")
                .asException();
    }
}
