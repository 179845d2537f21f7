package io.conclave.cli.kv;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One process of the store, from its start until somebody ends it or it cannot go on. */
final class KvProcess {

    private KvProcess() {}

    /** Vert.x as the processes of the store use it: no files but their own. */
    static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }

    /**
     * Blocks until the process is asked to end, which closes the member in order, or until the member fails.
     *
     * @param failure fails when the member cannot go on
     * @return the exit code of an orderly end
     * @throws IllegalStateException where the member failed: says why, and what to do
     */
    static int untilEnded(AutoCloseable member, Future<Void> failure) throws InterruptedException {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread hook = new Thread(
                () -> {
                    close(member);
                    ended.complete(null);
                },
                "close");
        Runtime.getRuntime().addShutdownHook(hook);
        failure.onFailure(ended::completeExceptionally);
        try {
            ended.get();
            return 0;
        } catch (ExecutionException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            close(member);
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static void close(AutoCloseable member) {
        try {
            member.close();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(KvProcess.class).warn("the member did not close cleanly", e);
        }
    }
}
