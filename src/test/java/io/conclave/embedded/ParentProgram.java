package io.conclave.embedded;

import io.conclave.config.EmbeddedSettings;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs an ensemble until it is killed: the parent that a test takes from its servers. */
final class ParentProgram {

    private ParentProgram() {}

    /**
     * Runs.
     *
     * @param args the ensemble's folder, and its base port
     */
    public static void main(String[] args) throws InterruptedException {
        try (EmbeddedEnsemble ensemble =
                EmbeddedEnsemble.start(Path.of(args[0]), new EmbeddedSettings(3, Integer.parseInt(args[1])))) {
            new CountDownLatch(ensemble.nodes().size()).await();
        }
    }
}
