package io.conclave.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.conclave.audit.Action;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.config.CommandSettings;
import io.conclave.config.CommandSettings.Purpose;
import io.conclave.config.CommandTemplate;
import io.conclave.config.NodeAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandProcessesTest {

    private static final List<NodeAddress> NODES =
            List.of(NodeAddress.of("zk1", "host one", 2181), NodeAddress.of("zk2", "h2", 2182));

    @TempDir
    Path folder;

    private static CommandProcesses by(Duration limit, Map<Purpose, List<String>> commands) {
        Map<Purpose, CommandTemplate> templates = new EnumMap<>(Purpose.class);
        commands.forEach((purpose, words) -> templates.put(purpose, new CommandTemplate(words)));
        return new CommandProcesses(new CommandSettings(templates, limit), NODES);
    }

    private static CommandProcesses by(Purpose purpose, String... words) {
        return by(Duration.ofSeconds(20), Map.of(purpose, List.of(words)));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem();
    }

    @Test
    void programGetsItsArgumentsAsTheyAreWithoutAShell() throws Exception {
        Path script = script("for a in \"$@\"; do echo \"[$a]\"; done");

        var effect = by(Purpose.START, script.toString(), "{host}", "-x={node}:{port}", "$HOME;id")
                .start("zk1");

        assertThat(effect.changed()).isTrue();
        assertThat(effect.output()).isEqualTo("[host one]\n[-x=zk1:2181]\n[$HOME;id]\n");
    }

    @Test
    void failureCarriesExitCodeAndTheEndOfTheOutput() throws Exception {
        Path script = script("echo starting; echo 'unit not found' >&2; exit 5");

        Problem problem = problemOf(() -> by(Purpose.STOP, script.toString()).stop("zk2"));

        assertThat(problem.status()).isEqualTo(502);
        assertThat(problem.code()).isEqualTo("command_failed");
        assertThat(problem.detail())
                .contains("NODE_COMMAND_STOP for zk2 ended with exit code 5")
                .contains("starting\nunit not found");
    }

    @Test
    void programThatIsNotThereIsNamed() {
        Problem problem = problemOf(() -> by(Purpose.STOP, "/no/such/program").stop("zk1"));

        assertThat(problem.code()).isEqualTo("command_not_found");
        assertThat(problem.detail()).contains("/no/such/program");
    }

    @Test
    void commandThatNeverEndsIsEndedWithAllThatItStartedAndItsOutcomeIsUnknown() throws Exception {
        Path pids = folder.resolve("pids");
        Path script = script("sleep 600 & echo $! > " + pids + "; echo $$ >> " + pids + "; echo working; wait");
        CommandProcesses processes = by(Duration.ofSeconds(1), Map.of(Purpose.STOP, List.of(script.toString())));

        Problem problem = problemOf(() -> processes.stop("zk1"));

        assertThat(problem.status()).isEqualTo(504);
        assertThat(problem.code()).isEqualTo("outcome_unknown");
        assertThat(problem.detail()).contains("had not ended after 1 s").contains("working");
        for (String pid : Files.readAllLines(pids)) {
            await().atMost(Duration.ofSeconds(5)).until(() -> ProcessHandle.of(Long.parseLong(pid))
                    .filter(ProcessHandle::isAlive)
                    .isEmpty());
        }
    }

    @Test
    void commandThatPrintsAHundredMegabytesIsReadToItsEndAndItsLastLinesAreKept() throws Exception {
        Path script = script("head -c 100000000 /dev/zero | tr '\\0' 'x'; echo; echo the end");

        var effect = by(Purpose.START, script.toString()).start("zk1");

        assertThat(effect.output()).hasSizeLessThan(5000).endsWith("x\nthe end\n");
    }

    @Test
    void commandThatLeavesSomethingBehindOnItsOutputHoldsNobodyUp() throws Exception {
        Path script = script("(sleep 30) & echo started");
        long begun = System.nanoTime();

        var effect = by(Purpose.START, script.toString()).start("zk1");

        assertThat(effect.output()).isEqualTo("started\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void programsAreNotGivenTheTokenAndReadNothing() throws Exception {
        Path script = script("cat; env | grep -c ^CONCLAVE_TOKEN= || true");

        assertThat(by(Purpose.START, script.toString()).start("zk1").output()).isEqualTo("0\n");
    }

    @Test
    void whatIsNotSetIsSaidByItsName() {
        CommandProcesses processes = by(Purpose.START, "true");

        assertThat(processes.actions()).containsExactly(Action.NODE_START);
        assertThat(problemOf(() -> processes.pause("zk1")).detail()).isEqualTo("NODE_COMMAND_PAUSE is not set");
        assertThat(problemOf(() -> processes.tail("zk1", 3)).detail()).isEqualTo("NODE_COMMAND_LOGS is not set");
    }

    @Test
    void restartIsStopAndStartWhereItHasNoCommandOfItsOwn() {
        CommandProcesses processes = by(
                Duration.ofSeconds(20),
                Map.of(
                        Purpose.START,
                        List.of("echo", "up", "{node}"),
                        Purpose.STOP,
                        List.of("echo", "down", "{node}")));

        assertThat(processes.actions())
                .containsExactlyInAnyOrder(Action.NODE_START, Action.NODE_STOP, Action.NODE_RESTART);
        assertThat(processes.restart("zk2").output()).isEqualTo("down zk2\nup zk2\n");
        assertThat(processes.limit()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void serverThatCouldNotBeStartedAgainIsNotStoppedForARestart() throws Exception {
        Path stopped = folder.resolve("stopped");
        CommandProcesses processes = by(Purpose.STOP, "touch", stopped.toString());

        assertThat(problemOf(() -> processes.restart("zk1")).detail()).isEqualTo("NODE_COMMAND_START is not set");
        assertThat(stopped).doesNotExist();
    }

    @Test
    void noMoreLinesOfALogAreShownThanWereAskedFor() {
        assertThat(by(Purpose.LOGS, "printf", "1\\n2\\n3\\n{lines}\\n").tail("zk1", 2))
                .containsExactly("3", "2");
    }

    @Test
    void logIsFollowedLineByLineUntilItIsGivenUp() throws Exception {
        Path script = script("echo one; echo two; exec sleep 600");
        List<String> lines = new CopyOnWriteArrayList<>();
        CommandProcesses processes = by(Purpose.FOLLOW, script.toString());
        Thread follower = new Thread(() -> {
            try {
                processes.follow("zk1", lines::add);
            } catch (InterruptedException e) {
                lines.add("interrupted");
            }
        });
        follower.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> lines.equals(List.of("one", "two")));

        follower.interrupt();
        follower.join(10_000);

        assertThat(lines).containsExactly("one", "two", "interrupted");
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(ProcessHandle::isAlive)
                        .toList())
                .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 600"));
    }

    private Path script(String body) throws Exception {
        Path script = Files.writeString(folder.resolve("script with spaces.sh"), "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
