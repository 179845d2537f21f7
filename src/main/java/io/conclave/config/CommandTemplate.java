package io.conclave.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command with placeholders. It is cut into its arguments once, when it is read, by the quoting rules of a POSIX
 * shell (single quotes, double quotes, backslash) and nothing else of one: no variables, no pipes, no wildcards. A
 * placeholder is filled inside of its argument afterwards, so that no value, whatever is in it, can become two
 * arguments.
 *
 * @param words the arguments, the program first; at least one
 */
public record CommandTemplate(List<String> words) {

    /** What a template may refer to: the node's name, its host, its client port, and how many lines of log. */
    public static final Set<String> PLACEHOLDERS = Set.of("node", "host", "port", "lines");

    private static final int LONGEST = 4096;
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");

    public CommandTemplate {
        words = List.copyOf(words);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException saying what about it is wrong
     */
    static CommandTemplate parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it has more than " + LONGEST + " characters");
        }
        List<String> words = split(text);
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("it names no program");
        }
        if (BRACES.matcher(words.get(0)).find()) {
            throw new IllegalArgumentException("the program itself must not be a placeholder");
        }
        words.forEach(CommandTemplate::requireKnownPlaceholders);
        return new CommandTemplate(words);
    }

    private static void requireKnownPlaceholders(String word) {
        Matcher braces = BRACES.matcher(word);
        while (braces.find()) {
            if (!PLACEHOLDERS.contains(braces.group(1))) {
                throw new IllegalArgumentException("there is no placeholder " + braces.group());
            }
        }
    }

    /**
     * The arguments of one call.
     *
     * @param values what stands for each placeholder; all that the template refers to must be there
     */
    public List<String> filled(Map<String, String> values) {
        return words.stream()
                .map(word -> BRACES.matcher(word)
                        .replaceAll(braces -> Matcher.quoteReplacement(values.get(braces.group(1)))))
                .toList();
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("it holds a NUL character");
            }
            if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '\\' && quote != '\'') {
                i = escaped(text, i, quote, word);
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    /** Within double quotes a backslash is itself unless a quote or another backslash follows. */
    private static int escaped(String text, int at, char quote, StringBuilder word) {
        if (at + 1 == text.length()) {
            throw new IllegalArgumentException("it ends with a backslash");
        }
        char next = text.charAt(at + 1);
        if (quote == '"' && next != '"' && next != '\\') {
            word.append('\\');
            return at;
        }
        word.append(next);
        return at + 1;
    }
}
