package io.conclave.embedded;

import java.io.IOException;

/**
 * Has a child process live no longer than its parent. The parent holds the other end of standard input and never writes
 * to it. However the parent ends, {@code kill -9} included, the kernel closes that end, and the child halts.
 */
public final class ParentWatch {

    /** Exit code of a child whose parent is gone. */
    private static final int ORPHANED = 3;

    private ParentWatch() {}

    /** Begins to watch, in a thread of its own; to be called once, first of all. */
    public static void begin() {
        Thread watch = new Thread(ParentWatch::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Whatever comes says only that the parent lives.
            }
        } catch (IOException gone) {
            // As good as the end of the input.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
