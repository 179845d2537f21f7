package io.conclave.ensemble;

/** Reads the reply of {@code ruok}. */
final class RuokParser {

    private RuokParser() {}

    /** Whether the process says that it runs; that says nothing of a quorum (ZOOKEEPER-4793). */
    static boolean parse(String text) {
        return text.strip().equals("imok");
    }
}
