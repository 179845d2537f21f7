package io.conclave.kv.log;

/** The process ends here. */
final class Crash extends Error {

    private static final long serialVersionUID = 1;

    Crash(FailPoint at) {
        super(at.name(), null, false, false);
    }
}
