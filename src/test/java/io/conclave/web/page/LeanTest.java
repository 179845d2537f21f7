package io.conclave.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeanTest {

    private static final Path WEBROOT = Path.of("webroot");

    @Test
    void commentsAndIndentsGoAndLinesKeepTheirNumbers() {
        assertThat(
                        Lean.withoutCommentsAndIndents(
                                """
                        // head
                        import x;
                        /**
                         * What it does.
                         */
                        const a = 'http://x'; // stays
                          /* one line */
                        const b = {
                          c: a /* stays */ + 1,
                        };
                        """))
                .isEqualTo("\nimport x;\n\n\n\nconst a = 'http://x'; // stays\n\n"
                        + "const b = {\nc: a /* stays */ + 1,\n};\n");
    }

    @Test
    void sheetsBecomeOneInTheirOrder() {
        Map<String, String> texts = new TreeMap<>(Map.of(
                "index.html",
                """
                <head>
                  <link rel="stylesheet" href="/ui/css/z.css">
                  <link rel="stylesheet" href="/ui/css/a.css">
                </head>
                """,
                "css/a.css",
                "a {}",
                "css/z.css",
                "z {}"));

        Lean.oneSheet("index.html", texts);

        assertThat(texts)
                .containsOnly(
                        Map.entry("css/page.css", "z {}\na {}\n"),
                        Map.entry(
                                "index.html",
                                """
                                <head>
                                  <link rel="stylesheet" href="/ui/css/page.css">
                                </head>
                                """));
    }

    @Test
    void noTextOfSeveralLinesIsTakenForComment() throws IOException {
        for (Path file : sources()) {
            String source = Files.readString(file);
            String[] before = source.split("\n", -1);
            String[] after = Lean.withoutCommentsAndIndents(source).split("\n", -1);
            int quotes = 0;
            for (int i = 0; i < before.length; i++) {
                boolean cut = after[i].isEmpty() && !before[i].isEmpty();
                assertThat(!after[i].equals(before[i]) && quotes % 2 == 1)
                        .as("%s:%d is cut from within a template", file, i + 1)
                        .isFalse();
                assertThat(cut && before[i].strip().matches(".*\\*/.*[^ /].*"))
                        .as("%s:%d has code behind its comment", file, i + 1)
                        .isFalse();
                quotes += (int) after[i].chars().filter(c -> c == '`').count();
            }
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(WEBROOT)) {
            return files.filter(file -> file.toString().matches(".*\\.(js|css)"))
                    .sorted()
                    .toList();
        }
    }
}
