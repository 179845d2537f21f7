package io.conclave.cli.probe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.cli.SafeText;
import io.conclave.cli.probe.stream.SourceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A probe: how it begins, ends and fails. */
abstract class ProbeTask implements Callable<Integer> {

    private static final long CLOSE_SECONDS = 2;

    @Spec
    private CommandSpec command;

    @ParentCommand
    private ProbeCommand parent;

    private Output output;

    @Override
    public final Integer call() throws Exception {
        check();
        output = new Output(parent.out());
        Runnable loud = quiet();
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        try {
            return run(vertx);
        } catch (Output.ReaderGone enough) {
            return 0;
        } catch (ProblemException refused) {
            return failed(refused.problem());
        } catch (SourceException failed) {
            return failed(failed);
        } catch (IOException failed) {
            return failed(failed);
        } finally {
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
            loud.run();
        }
    }

    /** Does it; the exit code. */
    abstract int run(Vertx vertx) throws Exception;

    /** Checks the options; refuses with a {@link ParameterException}. */
    abstract void check();

    /** The exit code where the controller answered with a problem. */
    int failed(Problem problem) {
        complain(refusal(problem));
        return ExitCodes.of(problem);
    }

    /** The exit code where there was no answer. */
    int failed(SourceException why) {
        complain(why.getMessage());
        return ExitCodes.of(why.kind());
    }

    /** The exit code where something could not be read or written here. */
    int failed(IOException why) {
        complain(why.getMessage());
        return ExitCodes.FAILED;
    }

    static String refusal(Problem problem) {
        StringBuilder said = new StringBuilder("refused (").append(problem.status());
        said.append(' ').append(problem.code()).append("): ").append(problem.detail());
        if (problem.field() != null) {
            said.append("; ").append(problem.field());
            said.append(problem.value() == null ? "" : " was " + problem.value());
        }
        return said.append(problem.allowed() == null ? "" : "; allowed: " + problem.allowed())
                .toString();
    }

    final ParameterException misused(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    final CommandSpec command() {
        return command;
    }

    final ProbeCommand parent() {
        return parent;
    }

    final Output out() {
        return output;
    }

    final PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Says something to the person, beside what is printed. */
    final void complain(String text) {
        err().println("conclave: " + SafeText.shown(text));
        err().flush();
    }

    /** Waits for an answer that has a limit of its own, which is shorter. */
    static <T> T got(Future<T> answer, long limitSeconds) throws TimeoutException {
        return answer.await(limitSeconds, TimeUnit.SECONDS);
    }

    /** What a command prints is for programs too: no line of a log among it, until what this gives is run. */
    private static Runnable quiet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            Level before = root.getLevel();
            root.setLevel(Level.OFF);
            return () -> root.setLevel(before);
        }
        return () -> {};
    }
}
