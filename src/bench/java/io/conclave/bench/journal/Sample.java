package io.conclave.bench.journal;

/** What both journals write of each migration, but for its number. */
final class Sample {

    static final String NAME = "quarterly-report.pdf";
    static final String SOURCE = "zk1";
    static final String TARGET = "zk2";
    static final String SOURCE_PATH = "zk1/01/0195f2a0-0000-7000-8000-000000000000";
    static final String TARGET_PATH = "zk2/01/0195f2a0-0000-7000-8000-000000000000";
    static final long SIZE_BYTES = 1 << 20;
    static final String SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    static final String PLAN_ID = "plan-4711";

    private Sample() {}

    /** The id of a file of its own for each migration. */
    static String fileId(int number) {
        return "0195f2a0-0000-7000-8000-" + (1_000_000_000_000L + number);
    }
}
