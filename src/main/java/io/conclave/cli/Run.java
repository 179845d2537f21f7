package io.conclave.cli;

import io.conclave.config.Settings;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a controller in this process, from its start until somebody ends it. */
final class Run {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private Run() {}

    /**
     * Starts a controller and blocks until the process is asked to end.
     *
     * @return the exit code of an orderly end
     * @throws StartException where it could not be started
     */
    static int untilEnded(Settings settings) throws StartException, InterruptedException {
        long begun = System.nanoTime();
        LogFile.below(settings.dataDir());
        ControlRoom room = ControlRoom.start(settings);
        LOG.info(
                "the control room is open at {}ui/ after {} s; end it with Ctrl-C",
                room.address(),
                "%.1f".formatted((System.nanoTime() - begun) / 1e9));
        IdleMemory.ofThisProcess();
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            room.close();
                            closed.countDown();
                        },
                        "close"));
        closed.await();
        return 0;
    }
}
