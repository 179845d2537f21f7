package io.conclave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTemplateTest {

    private static List<String> words(String text) {
        return CommandTemplate.parse(text).words();
    }

    @Test
    void argumentsAreCutAsAShellWouldCutThem() {
        assertThat(words("ssh {host}  systemctl restart zookeeper\t"))
                .containsExactly("ssh", "{host}", "systemctl", "restart", "zookeeper");
        assertThat(words("a 'b c' \"d e\" f\\ g h'i'\"j\"")).containsExactly("a", "b c", "d e", "f g", "hij");
        assertThat(words("a '' \"\"")).containsExactly("a", "", "");
        assertThat(words("a '\\n' \"\\n\" \"\\\"\" \"\\\\\"")).containsExactly("a", "\\n", "\\n", "\"", "\\");
    }

    @Test
    void nothingElseOfAShellHasAMeaning() {
        assertThat(words("a; b | c > d $HOME `id` $(id) * &"))
                .containsExactly("a;", "b", "|", "c", ">", "d", "$HOME", "`id`", "$(id)", "*", "&");
    }

    @Test
    void valueWithSpacesAndQuotesStaysOneArgument() {
        CommandTemplate template = CommandTemplate.parse("ssh root@{host} -p {port} 'tail -n {lines}' {node}");

        assertThat(template.filled(
                        Map.of("host", "a b'; rm -rf / \"$(id)\" {node}", "port", "22", "lines", "7", "node", "$1\\")))
                .containsExactly("ssh", "root@a b'; rm -rf / \"$(id)\" {node}", "-p", "22", "tail -n 7", "$1\\");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            textBlock =
                    """
                    ''            | names no program
                    {host} stop   | must not be a placeholder
                    ssh {hots}    | there is no placeholder {hots}
                    ssh {}        | there is no placeholder {}
                    ssh 'a        | a quote is not closed
                    ssh "a        | a quote is not closed
                    ssh a\\        | ends with a backslash
                    """)
    void templateThatCannotBeMeantIsRefusedWithWhy(String text, String why) {
        assertThatThrownBy(() -> CommandTemplate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void blankAndEndlessTemplatesAreRefused() {
        assertThatThrownBy(() -> CommandTemplate.parse("  ")).hasMessageContaining("names no program");
        assertThatThrownBy(() -> CommandTemplate.parse("a".repeat(4097))).hasMessageContaining("4096");
        assertThatThrownBy(() -> CommandTemplate.parse("a\0b")).hasMessageContaining("NUL");
    }
}
