package io.conclave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.testing.RealParts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The scripts in real shells. */
class CompletionTest {

    /** Sets what bash sets when the tab key is pressed, and shows what it would then offer. */
    private static final String TAB =
            """
            source "$1"
            COMP_LINE="$2"; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<<"$COMP_LINE"
            [[ "$COMP_LINE" == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p conclave | sed 's/.*-F \\([^ ]*\\) .*/\\1/') 2>/dev/null
            echo "${COMPREPLY[*]}"
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void printScripts() throws IOException {
        for (String shell : List.of("bash", "zsh")) {
            StringWriter script = new StringWriter();
            CommandLine conclave = Conclave.commandLine().setOut(new PrintWriter(script));
            assertThat(conclave.execute("completion", shell)).isZero();
            Files.writeString(folder.resolve(shell), script.toString());
        }
    }

    private String output(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw RealParts.missing(command[0] + " is not installed");
        }
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed.strip();
    }

    @Test
    void bashUnderstandsTheScript() throws Exception {
        assertThat(output("bash", "-n", folder.resolve("bash").toString())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "conclave pr, probe",
        "conclave probe t, tail top",
        "conclave probe tail ens, ensemble",
        "conclave probe tail ensemble el, elections",
        "conclave probe tail --format js, json-lines",
        "conclave probe tail --color al, always",
        "conclave probe send dra, drain",
        "conclave probe record --topic el, elections",
        "conclave probe check --age, --age-warning --age-critical",
        "conclave kv pu, put",
        "conclave completion z, zsh",
        "conclave demo --http-h, --http-host",
    })
    void bashOffersCommandsOptionsTopicsAndVerbs(String line, String offered) throws Exception {
        assertThat(output("bash", "-c", TAB, "bash", folder.resolve("bash").toString(), line))
                .isEqualTo(offered);
    }

    @Test
    void zshKnowsWhatCompletesTheCommand() throws Exception {
        String script = folder.resolve("zsh").toString();
        assertThat(output("zsh", "-f", "-c", "source " + script + "; print -r -- ${_comps[conclave]}"))
                .contains("_complete_conclave");
    }
}
