package io.conclave.testing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sends Unix signals to processes, since Java knows only two of them. */
public final class Signals {

    private Signals() {}

    /** Sends one signal, such as {@code KILL}, {@code STOP} or {@code CONT}. */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + signal + " " + pid + " failed");
        }
    }

    /** The ZooKeeper server of this node among the children of the product's process. */
    public static ProcessHandle serverOf(long productPid, String node) {
        return ProcessHandle.of(productPid)
                .orElseThrow()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("/zk/" + node + "/"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no server process of " + node));
    }
}
