package io.conclave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conclave.config.KnownSettings;
import io.conclave.config.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ConclaveTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine conclave = Conclave.commandLine();
        conclave.setOut(new PrintWriter(out, true));
        conclave.setErr(new PrintWriter(err, true));
        return conclave.execute(arguments);
    }

    @Test
    void helpOfACommandHasEverySettingThatItKnows() {
        assertThat(run("demo", "--help")).isZero();
        assertThat(KnownSettings.ofDemo()).extracting(Setting::flag).allSatisfy(flag -> assertThat(out.toString())
                .contains("\n      " + flag));

        assertThat(run("serve", "--help")).isZero();
        assertThat(out.toString()).contains("--zk-nodes=<list>");
    }

    @Test
    void helpOfEveryCommandTellsWhatItDoesAndWhatEachOfItsOptionsIsFor() {
        helpIsComplete(List.of(), Conclave.commandLine());
    }

    private void helpIsComplete(List<String> path, CommandLine command) {
        List<String> asked = Stream.concat(path.stream(), Stream.of("--help")).toList();
        out.getBuffer().setLength(0);
        assertThat(run(asked.toArray(String[]::new))).as("%s", asked).isZero();
        CommandSpec spec = command.getCommandSpec();
        assertThat(spec.usageMessage().description()).as("what %s does", path).isNotEmpty();
        spec.options().stream().filter(option -> !option.hidden()).forEach(option -> {
            assertThat(out.toString()).as("help of %s", path).contains(option.longestName());
            assertThat(option.description())
                    .as("%s of %s", option.longestName(), path)
                    .isNotEmpty();
        });
        spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .forEach(parameter -> assertThat(parameter.description())
                        .as("%s of %s", parameter.paramLabel(), path)
                        .isNotEmpty());
        command.getSubcommands()
                .forEach((name, sub) -> helpIsComplete(
                        Stream.concat(path.stream(), Stream.of(name)).toList(), sub));
    }

    @Test
    void versionIsToldWithTheJavaThatItRunsOn() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("conclave ", "Java " + Runtime.version());
    }

    @ParameterizedTest
    @CsvSource({
        "--http-port, 70000, HTTP_PORT=70000 (--http-port) must be a whole number from 0 to 65535",
        "--scheduler-threshold, 0, SCHEDULER_THRESHOLD=0",
        "--scheduler-threshold, -3, SCHEDULER_THRESHOLD=-3",
        "--scheduler-strategy, best, SCHEDULER_STRATEGY=best",
        "--node-control, sorcery, NODE_CONTROL=sorcery",
        "--http-host, 0.0.0.0, HTTP_HOST=0.0.0.0",
    })
    void badValueEndsTheStartWithTwoAndNamesSettingValueAndWhatIsAllowed(String flag, String value, String message) {
        assertThat(run("demo", flag, value)).isEqualTo(2);
        assertThat(err.toString()).startsWith("conclave: " + message).doesNotContain("\tat ");
    }

    @Test
    void serveWithoutNodesSaysHowToNameThem() {
        assertThat(run("serve")).isEqualTo(2);
        assertThat(err.toString()).contains("ZK_NODES is not set", "--zk-nodes");
    }

    @Test
    void unknownFlagIsRefusedWithWhatItMayHaveMeant() {
        assertThat(run("demo", "--http-prot", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("--http-prot", "--http-port", "demo --help");
    }

    @ParameterizedTest
    @CsvSource({"--servers, 0", "--servers, 10", "--base-port, 65534"})
    void ensembleThatNoMachineCanHoldIsRefused(String flag, String value) {
        assertThat(run("demo", flag, value)).isEqualTo(2);
        assertThat(err.toString()).contains(flag.equals("--servers") ? "servers must be 1 to 9" : "basePort");
    }

    @Test
    void noCommandIsAUsageErrorThatPointsToTheHelp() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("--help");
    }
}
