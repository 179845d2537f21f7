package io.conclave.web.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Bus;
import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.bus.Request;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something that can be asked for by REST and on the bridge.
 *
 * @param verb its name on the bridge, {@code conclave.command.<verb>}
 * @param request what is asked within the controller
 * @param fixed fields that the verb itself stands for
 * @param audited whether the question says who asks
 * @param <Q> the question
 * @param <A> the answer
 */
public record Command<Q, A>(String verb, Request<Q, A> request, Map<String, String> fixed, boolean audited) {

    private static final String ACTOR = "actor";

    /**
     * Reads the question out of JSON from outside and asks it.
     *
     * @param body the fields of the question, those in a REST path included; may be null or missing for none
     * @param actor who asks, for the audit trail; nobody can say it of themselves
     * @return the answer, or a failure with a problem: 400 for a body that is no such question, else the answerer's own
     */
    public Future<A> run(Bus bus, JsonNode body, String actor) {
        Q question;
        try {
            question = Json.decode(fields(body, actor), request.question());
        } catch (ProblemException refused) {
            return Future.failedFuture(withoutHidden(refused.problem()).asException());
        }
        return bus.request(request, question);
    }

    /** Fields that nobody can give are not offered as allowed ones. */
    private Problem withoutHidden(Problem problem) {
        if (!problem.code().equals(Json.UNKNOWN_FIELD) || problem.allowed() == null) {
            return problem;
        }
        String offered = Arrays.stream(problem.allowed().split(", "))
                .filter(field -> !field.equals(ACTOR) && !fixed.containsKey(field))
                .collect(Collectors.joining(", "));
        return new Problem(
                problem.status(), problem.code(), problem.detail(), problem.field(), problem.value(), offered);
    }

    private ObjectNode fields(JsonNode body, String actor) {
        if (body != null && !body.isMissingNode() && !body.isNull() && !body.isObject()) {
            throw Problem.invalid("body", body, "a JSON object").asException();
        }
        ObjectNode fields = Json.object();
        if (body != null && body.isObject()) {
            body.fields().forEachRemaining(field -> {
                if (audited && field.getKey().equals(ACTOR) || fixed.containsKey(field.getKey())) {
                    throw new Problem(
                                    400,
                                    Json.UNKNOWN_FIELD,
                                    "there is no field " + field.getKey(),
                                    field.getKey(),
                                    field.getValue().toString(),
                                    null)
                            .asException();
                }
                fields.set(field.getKey(), field.getValue());
            });
        }
        fixed.forEach(fields::put);
        if (audited) {
            fields.put(ACTOR, actor);
        }
        return fields;
    }
}
