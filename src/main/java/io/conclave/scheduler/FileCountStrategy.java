package io.conclave.scheduler;

/** As many files on each node as on the others. */
final class FileCountStrategy implements Strategy {

    @Override
    public String code() {
        return "file-count";
    }
}
