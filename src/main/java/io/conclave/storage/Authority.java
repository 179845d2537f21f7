package io.conclave.storage;

import java.io.IOException;

/**
 * The right to change what lies on a disk. It is asked for at each single change, since a command may begin under a
 * right that is lost before its end: a controller that was paused in the middle of one and wakes up changes nothing.
 */
public interface Authority {

    /** Of a process that alone knows of its folders. */
    Authority ALWAYS = new Authority() {
        @Override
        public <T> T change(Change<T> change) throws IOException {
            return change.make();
        }

        @Override
        public void require() {
            // It is never lost.
        }
    };

    /**
     * Makes one short change, during which the right is not lost to anybody.
     *
     * @throws io.conclave.bus.ProblemException 409 {@code fenced} where the right is lost; nothing is changed then
     */
    <T> T change(Change<T> change) throws IOException;

    /**
     * Stands in what takes long, to end it early.
     *
     * @throws io.conclave.bus.ProblemException 409 {@code fenced} where the right is lost
     */
    void require();

    /** One call of the operating system. */
    @FunctionalInterface
    interface Change<T> {
        T make() throws IOException;
    }
}
