package io.conclave.logs;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a query: words, {@code "phrases"}, a beginning with {@code *} behind it, {@code AND}, {@code OR}, {@code NOT}
 * in capitals, and parentheses. What stands side by side has to be there all; {@code NOT} binds closest, then
 * {@code AND}, then {@code OR}. All other signs separate words, so that what is copied out of a log can be looked for
 * as it is.
 */
public final class QueryParser {

    /** The most characters of a query. */
    public static final int LONGEST = 1_000;

    /** The most words, phrases and beginnings of a query. */
    public static final int MOST_TERMS = 64;

    private static final int DEEPEST = 20;
    private static final String FIELD = "q";

    private final String text;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private QueryParser(String text) {
        this.text = text;
        this.tokens = tokens(text);
    }

    /**
     * What a text asks for.
     *
     * @return empty where it asks for everything
     * @throws ProblemException 400 {@code invalid_q}, with the place where it cannot be read
     */
    public static Optional<QueryTree> parse(String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        if (text.length() > LONGEST) {
            throw wrong(text, LONGEST, "a query has at most " + LONGEST + " characters, this one has " + text.length());
        }
        QueryParser parser = new QueryParser(text);
        QueryTree tree = parser.either();
        if (parser.next < parser.tokens.size()) {
            Token left = parser.tokens.get(parser.next);
            throw wrong(text, left.start, "this parenthesis closes none that was opened");
        }
        return Optional.of(tree);
    }

    private QueryTree either() {
        List<QueryTree> parts = new ArrayList<>();
        parts.add(all());
        while (isNext(Kind.OR)) {
            next++;
            parts.add(all());
        }
        return parts.size() == 1
                ? parts.get(0)
                : new QueryTree.Or(
                        parts, parts.get(0).start(), parts.get(parts.size() - 1).end());
    }

    private QueryTree all() {
        List<QueryTree> parts = new ArrayList<>();
        parts.add(one());
        while (next < tokens.size() && !isNext(Kind.OR) && !isNext(Kind.CLOSE)) {
            if (isNext(Kind.AND)) {
                next++;
            }
            parts.add(one());
        }
        return parts.size() == 1
                ? parts.get(0)
                : new QueryTree.And(
                        parts, parts.get(0).start(), parts.get(parts.size() - 1).end());
    }

    private QueryTree one() {
        if (next == tokens.size()) {
            throw wrong(text, text.length(), "something to look for is missing at the end");
        }
        Token token = tokens.get(next++);
        return switch (token.kind) {
            case NOT -> {
                enter(token);
                QueryTree part = one();
                depth--;
                yield new QueryTree.Not(part, token.start, part.end());
            }
            case OPEN -> {
                enter(token);
                QueryTree inner = either();
                if (!isNext(Kind.CLOSE)) {
                    throw wrong(text, token.start, "this parenthesis is not closed");
                }
                next++;
                depth--;
                yield inner;
            }
            case PHRASE -> new QueryTree.Phrase(token.words, token.start, token.end);
            case PREFIX -> new QueryTree.Prefix(token.words, token.start, token.end);
            case AND, OR, CLOSE ->
                throw wrong(
                        text,
                        token.start,
                        "something to look for is missing before " + text.substring(token.start, token.end)
                                + "; put it into quotes to look for the word itself");
        };
    }

    private void enter(Token token) {
        if (++depth > DEEPEST) {
            throw wrong(text, token.start, "a query is nested at most " + DEEPEST + " deep");
        }
    }

    private boolean isNext(Kind kind) {
        return next < tokens.size() && tokens.get(next).kind == kind;
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int terms = 0;
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            Token token = token(text, at);
            if (token.words != null && ++terms > MOST_TERMS) {
                throw wrong(text, at, "a query has at most " + MOST_TERMS + " words and phrases");
            }
            tokens.add(token);
            at = token.end;
        }
        return tokens;
    }

    private static Token token(String text, int at) {
        return switch (text.charAt(at)) {
            case '(', '（' -> new Token(Kind.OPEN, null, at, at + 1);
            case ')', '）' -> new Token(Kind.CLOSE, null, at, at + 1);
            case '"', '“', '”' -> quoted(text, at);
            default -> bare(text, at);
        };
    }

    private static Token quoted(String text, int at) {
        int close = at + 1;
        while (close < text.length() && !isQuote(text.charAt(close))) {
            close++;
        }
        if (close == text.length()) {
            throw wrong(text, at, "this quotation mark is not closed");
        }
        List<String> words = wordsOf(text, at + 1, close, at);
        boolean prefix = close + 1 < text.length() && text.charAt(close + 1) == '*';
        return new Token(prefix ? Kind.PREFIX : Kind.PHRASE, words, at, close + (prefix ? 2 : 1));
    }

    private static Token bare(String text, int at) {
        int end = at;
        while (end < text.length() && !isEnd(text.charAt(end))) {
            end++;
        }
        switch (text.substring(at, end)) {
            case "AND":
                return new Token(Kind.AND, null, at, end);
            case "OR":
                return new Token(Kind.OR, null, at, end);
            case "NOT":
                return new Token(Kind.NOT, null, at, end);
            default:
                boolean prefix = text.charAt(end - 1) == '*';
                return new Token(prefix ? Kind.PREFIX : Kind.PHRASE, wordsOf(text, at, end, at), at, end);
        }
    }

    private static List<String> wordsOf(String text, int from, int to, int shownAt) {
        List<String> words = Words.of(text.substring(from, to));
        if (words.isEmpty()) {
            throw wrong(text, shownAt, "there is no letter and no digit in this to look for");
        }
        return words;
    }

    private static boolean isQuote(char unit) {
        return unit == '"' || unit == '“' || unit == '”';
    }

    private static boolean isEnd(char unit) {
        return Character.isWhitespace(unit)
                || isQuote(unit)
                || unit == '('
                || unit == ')'
                || unit == '（'
                || unit == '）';
    }

    private static ProblemException wrong(String text, int position, String what) {
        return new Problem(
                        400,
                        "invalid_q",
                        what + " (at character " + (position + 1) + ")",
                        FIELD,
                        text,
                        "words, \"phrases\", beginnings* joined by AND, OR, NOT and parentheses",
                        position)
                .asException();
    }

    private enum Kind {
        PHRASE,
        PREFIX,
        AND,
        OR,
        NOT,
        OPEN,
        CLOSE
    }

    /** @param words what is looked for, or null where it is a sign or an operator */
    private record Token(Kind kind, List<String> words, int start, int end) {}
}
