package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;

/** What Elasticsearch is said to have done where it did not do what it was asked for. */
final class ElasticProblems {

    /** The code where nothing answers in time; nobody knows what became of the call. */
    static final String AWAY = "elasticsearch_away";

    /** The code where it answers that it will not. */
    static final String REFUSED = "elasticsearch_refused";

    private static final int LONGEST_REASON = 300;

    private ElasticProblems() {}

    /** It does not answer. */
    static ProblemException away(String why) {
        return Problem.unavailable(
                        AWAY, "Elasticsearch does not answer: " + why + "; start it, or correct ELASTICSEARCH_URL")
                .asException();
    }

    /** It answered with a status of an error. */
    static ProblemException refused(Answer answer) {
        if (answer.isOverload()) {
            return away("it answers with status " + answer.status() + ", " + reason(answer.body()));
        }
        String remedy = answer.status() == 401 || answer.status() == 403
                ? "; correct ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD, or ELASTICSEARCH_API_KEY"
                : "";
        return new Problem(
                        502,
                        REFUSED,
                        "Elasticsearch answers with status " + answer.status() + ": " + reason(answer.body()) + remedy,
                        null,
                        null,
                        null)
                .asException();
    }

    /** It answers, and does not do it, for a reason that does not pass by itself. */
    static ProblemException obstacle(String what) {
        return new Problem(502, REFUSED, "Elasticsearch does not take what it is to keep: " + what, null, null, null)
                .asException();
    }

    /** What an answer gives as its reason, shortened. */
    static String reason(JsonNode body) {
        JsonNode error = body.path("error");
        JsonNode cause = error.at("/root_cause/0/reason");
        String reason =
                cause.isTextual() ? cause.asText() : error.path("reason").asText(error.asText("no reason"));
        return Harmless.start(Harmless.text(reason), LONGEST_REASON);
    }
}
