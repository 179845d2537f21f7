package io.conclave.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every button of the page has a name, and some browser test presses the button of that name. Reads the sources of
 * both, so that a new button fails here until it is pressed somewhere.
 */
class EveryButtonTest {

    private static final Path SCRIPTS = Path.of("webroot/js");
    private static final Path TESTS = Path.of("src/test/java/io/conclave/browser");

    private static final Pattern NAMED = Pattern.compile("'data-act(?:ion)?': '([\\w-]+)'");
    private static final Pattern COMPUTED = Pattern.compile("'data-act(?:ion)?': (?!')");

    /** Where a function is given the button's name: how it is called there. */
    private static final Map<String, Pattern> GIVEN = Map.of(
            "node-actions.js", Pattern.compile("\\b(?:button|act)\\('\\w+', '(\\w+)'"),
            "log-search.js", Pattern.compile("\\bstep\\(-?1, '(\\w+)'"),
            "log-actions.js", Pattern.compile("\\bbutton\\('(\\w+)'"),
            "process-actions.js", Pattern.compile("\\bbutton\\('\\w+', '([\\w-]+)'"),
            "search-view.js", Pattern.compile("\\bdownload\\('\\w+', '([\\w-]+)'"),
            "operation-list.js", Pattern.compile("none of its own"));

    /** Those of the operation list, one for each format. */
    private static final Set<String> EXPORTS = Set.of("export-csv", "export-json");

    private static final Pattern SELECTED = Pattern.compile("\\[data-act(?:ion)?='?([\\w-]+)'?\\]");
    private static final Pattern PRESSED = Pattern.compile("\\.(?:click|press|check|setInputFiles)\\(");
    private static final Pattern KEYED = Pattern.compile("\\.focus\\(\\);\\s*page\\.keyboard\\(\\)\\.press\\(");
    private static final Pattern GIVEN_TO_PRESS = Pattern.compile("\\bpress\\(page\\.[^;]*$");
    private static final Pattern VARIABLE = Pattern.compile("Locator (\\w+)\\s*=[^;]*$");

    @Test
    void everyButtonIsPressedInABrowser() throws IOException {
        Set<String> pressed = new TreeSet<>();
        for (Path test : files(TESTS, "IT.java")) {
            addPressed(Files.readString(test), pressed);
        }

        assertThat(buttons()).hasSizeGreaterThan(60);
        assertThat(pressed).containsAll(buttons());
    }

    private static Set<String> buttons() throws IOException {
        Set<String> names = new TreeSet<>(EXPORTS);
        for (Path script : files(SCRIPTS, ".js")) {
            String source = Files.readString(script);
            Pattern given = GIVEN.get(script.getFileName().toString());
            assertThat(COMPUTED.matcher(source).find() && given == null)
                    .as("%s computes the name of a button; say in GIVEN how it is called", script)
                    .isFalse();
            NAMED.matcher(source).results().forEach(found -> names.add(found.group(1)));
            if (given != null) {
                given.matcher(source).results().forEach(found -> names.add(found.group(1)));
            }
        }
        return names;
    }

    /**
     * Adds each button that is selected and pressed in the same statement, or by the variable that the statement sets.
     */
    private static void addPressed(String source, Set<String> pressed) {
        Matcher selected = SELECTED.matcher(source);
        while (selected.find()) {
            String before = source.substring(Math.max(0, source.lastIndexOf(';', selected.start())), selected.start());
            String after = source.substring(selected.end());
            String statement = after.substring(0, after.indexOf(';'));
            String twoStatements = after.substring(0, after.indexOf(';', statement.length() + 1));
            Matcher variable = VARIABLE.matcher(before);
            if (PRESSED.matcher(statement).find()
                    || KEYED.matcher(twoStatements).find()
                    || GIVEN_TO_PRESS.matcher(before).find()
                    || variable.find()
                            && Pattern.compile("\\b" + variable.group(1) + PRESSED)
                                    .matcher(after)
                                    .find()) {
                pressed.add(selected.group(1));
            }
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
