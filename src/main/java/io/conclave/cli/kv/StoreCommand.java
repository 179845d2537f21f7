package io.conclave.cli.kv;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.bus.Json;
import io.conclave.kv.KvReason;
import io.conclave.kv.client.KvCallException;
import io.conclave.kv.client.KvClient;
import io.conclave.kv.client.KvClientSettings;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks the store, and prints what it says. */
abstract class StoreCommand implements Callable<Integer> {

    private static final long CLOSE_SECONDS = 2;

    /** Above the longest deadline of a call: the client itself ends those. */
    private static final long WAIT_SECONDS = 90;

    @Spec
    private CommandSpec command;

    @Mixin
    private StoreOptions options;

    @Override
    public final Integer call() throws Exception {
        KvClientSettings settings = options.settings(command);
        check();
        Runnable loud = quiet();
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(eventLoops())
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        try {
            return ask(vertx, settings);
        } catch (KvCallException failed) {
            return failed(failed);
        } finally {
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
            loud.run();
        }
    }

    /** Asks the store; the exit code. */
    abstract int ask(Vertx vertx, KvClientSettings settings) throws Exception;

    /** Checks the command's own options; refuses with a {@link picocli.CommandLine.ParameterException}. */
    void check() {}

    /** How many threads ask. */
    int eventLoops() {
        return 1;
    }

    final KvClient client(Vertx vertx, KvClientSettings settings) {
        return KvClient.of(vertx, settings);
    }

    final CommandSpec command() {
        return command;
    }

    final boolean json() {
        return options.json();
    }

    final PrintWriter out() {
        return command.commandLine().getOut();
    }

    final PrintWriter err() {
        return command.commandLine().getErr();
    }

    final void print(ObjectNode object) {
        out().println(Json.encode(object));
    }

    /** Waits for an answer. */
    static <T> T got(Future<T> answer) throws TimeoutException {
        return answer.await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private int failed(KvCallException failure) {
        if (json()) {
            print(Json.object().put("error", failure.reason().code()).put("message", failure.getMessage()));
        } else {
            err().println("conclave: " + failure.getMessage());
        }
        return failure.reason() == KvReason.OUTCOME_UNKNOWN ? ExitCodes.UNKNOWN : ExitCodes.FAILED;
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

    /** Reads all that is on standard input. */
    static byte[] standardInput() throws IOException {
        return System.in.readAllBytes();
    }
}
