package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.logs.QueryTree;
import java.util.List;

/**
 * What a query asks for, as Elasticsearch's query language has it. The user's words become values of JSON, and nothing
 * reads them as anything else: not the analyser, since they are words already, and no query parser.
 */
final class QueryBody {

    /** So many words that begin as it says does a beginning stand for at the end of a phrase. */
    private static final int MOST_BEGINNINGS = 1_000;

    /** Words are as the analyser makes them, so that blanks between them are all that has to be told apart. */
    private static final String AS_THEY_ARE = "whitespace";

    private QueryBody() {}

    /** The clause that stands for a part of a query. */
    static ObjectNode of(QueryTree tree) {
        if (tree instanceof QueryTree.Phrase phrase) {
            return phrase.words().size() == 1
                    ? word("term", phrase.words().get(0))
                    : phrase("match_phrase", phrase.words());
        }
        if (tree instanceof QueryTree.Prefix prefix) {
            return prefix.words().size() == 1 ? word("prefix", prefix.words().get(0)) : beginning(prefix.words());
        }
        if (tree instanceof QueryTree.And and) {
            return bool("must", and.parts());
        }
        if (tree instanceof QueryTree.Or or) {
            return bool("should", or.parts());
        }
        return bool("must_not", List.of(((QueryTree.Not) tree).part()));
    }

    private static ObjectNode word(String kind, String word) {
        ObjectNode clause = Json.object();
        ArrayNode fields = clause.putObject("bool").putArray("should");
        for (String field : Fields.WORDS) {
            fields.addObject().putObject(kind).putObject(field).put("value", word);
        }
        return clause;
    }

    private static ObjectNode beginning(List<String> words) {
        ObjectNode clause = phrase("match_phrase_prefix", words);
        ((ObjectNode) clause.at("/match_phrase_prefix/" + Fields.MESSAGE)).put("max_expansions", MOST_BEGINNINGS);
        return clause;
    }

    private static ObjectNode phrase(String kind, List<String> words) {
        ObjectNode clause = Json.object();
        clause.putObject(kind)
                .putObject(Fields.MESSAGE)
                .put("query", String.join(" ", words))
                .put("analyzer", AS_THEY_ARE);
        return clause;
    }

    private static ObjectNode bool(String kind, List<QueryTree> parts) {
        ObjectNode clause = Json.object();
        ArrayNode clauses = clause.putObject("bool").putArray(kind);
        parts.forEach(part -> clauses.add(of(part)));
        return clause;
    }
}
