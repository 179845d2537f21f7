package io.conclave.web.rest;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The parameters behind the question mark. Each that a call knows is read by name; then the rest is refused. */
final class Query {

    private final MultiMap parameters;
    private final List<String> known = new ArrayList<>();

    Query(RoutingContext ctx) {
        parameters = ctx.queryParams();
    }

    /**
     * A text, or null where it was not given or is empty.
     *
     * @throws ProblemException 400 where it was given twice
     */
    String text(String name) {
        known.add(name);
        List<String> given = parameters.getAll(name);
        if (given.size() > 1) {
            throw Problem.invalid(name, String.join(", ", given), "given once").asException();
        }
        return given.isEmpty() || given.get(0).isEmpty() ? null : given.get(0);
    }

    /**
     * A whole number from 1.
     *
     * @param usual what it is where it was not given
     * @throws ProblemException 400 where it is none, or more than {@code most}
     */
    int number(String name, int usual, int most) {
        Long given = number(name, most);
        return given == null ? usual : given.intValue();
    }

    /** A whole number from 1, or null where it was not given; else as above. */
    Long number(String name) {
        return number(name, Long.MAX_VALUE);
    }

    private Long number(String name, long most) {
        String text = text(name);
        return text == null ? null : whole(name, text, most);
    }

    /** Reads a whole number from 1 to {@code most} out of a text of this name. */
    static long whole(String name, String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, with what is allowed.
        }
        throw Problem.invalid(name, text, "a whole number from 1 to " + most).asException();
    }

    /**
     * A moment, or null where it was not given.
     *
     * @throws ProblemException 400 where it is none
     */
    Instant instant(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(name, text, "a moment in UTC such as 2026-01-02T03:04:05Z")
                    .asException();
        }
    }

    /**
     * One of an enumeration, by the name that it has in JSON, or null where it was not given.
     *
     * @throws ProblemException 400 naming all of them
     */
    <E extends Enum<E>> E choice(String name, Class<E> type) {
        String text = text(name);
        return text == null ? null : chosen(name, text, type);
    }

    /**
     * The one of an enumeration that has this name in JSON.
     *
     * @throws ProblemException 400 naming all of them
     */
    static <E extends Enum<E>> E chosen(String name, String text, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> code(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                                name,
                                text,
                                Arrays.stream(type.getEnumConstants())
                                        .map(Query::code)
                                        .collect(Collectors.joining(", ", "one of ", "")))
                        .asException());
    }

    private static String code(Enum<?> constant) {
        return Json.tree(constant).asText();
    }

    /**
     * To be called when all that is known has been read.
     *
     * @throws ProblemException 400 naming a parameter that nobody reads
     */
    void refuseOthers() {
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                throw new Problem(
                                400,
                                "unknown_parameter",
                                "there is no parameter " + name,
                                name,
                                parameters.get(name),
                                String.join(", ", known))
                        .asException();
            }
        }
    }
}
