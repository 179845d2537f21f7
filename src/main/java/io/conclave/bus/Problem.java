package io.conclave.bus;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An error that a caller can act on; REST answers it as a problem document.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 * @param status the HTTP status that fits, 400 to 599
 * @param code the stable machine name, lower-case words joined by underscores
 * @param detail what is wrong with this very call, in English
 * @param field the field, parameter or setting at fault, or null
 * @param value the value that was refused, shortened to 200 characters, or null
 * @param allowed what would have been accepted, or null
 * @param position the character of the value at which it cannot be read, from 0, or null where it is the whole value
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        int status, String code, String detail, String field, String value, String allowed, Integer position) {

    private static final int LONGEST_VALUE = 200;

    public Problem {
        if (value != null && value.length() > LONGEST_VALUE) {
            value = value.substring(0, LONGEST_VALUE) + "…";
        }
    }

    /** A problem with a value as a whole, or with none. */
    public Problem(int status, String code, String detail, String field, String value, String allowed) {
        this(status, code, detail, field, value, allowed, null);
    }

    /** 400: a field has a value outside of what is allowed. */
    public static Problem invalid(String field, Object value, String allowed) {
        return new Problem(
                400,
                "invalid_" + snake(field),
                field + " must be " + allowed,
                field,
                value == null ? "null" : value.toString(),
                allowed);
    }

    /** 404: there is no such thing. */
    public static Problem notFound(String field, String value, String allowed) {
        return new Problem(404, "unknown_" + snake(field), "no such " + field, field, value, allowed);
    }

    /** 409: the call was fine, but not now; the detail says what stands against it. */
    public static Problem conflict(String code, String detail) {
        return new Problem(409, code, detail, null, null, null);
    }

    /** 413: more bytes than the limit. */
    public static Problem tooLarge(String field, String allowed) {
        return new Problem(413, "too_large", field + " is larger than " + allowed, field, null, allowed);
    }

    /** 503: a part that the call needs is away; the detail says which and what to do. */
    public static Problem unavailable(String code, String detail) {
        return new Problem(503, code, detail, null, null, null);
    }

    /** 500: a fault of ours; the detail is also in the log. */
    public static Problem internal(String detail) {
        return new Problem(500, "internal", detail, null, null, null);
    }

    /** This problem as something that can be thrown or fail a future. */
    public ProblemException asException() {
        return new ProblemException(this);
    }

    private static String snake(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
