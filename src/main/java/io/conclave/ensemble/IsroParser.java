package io.conclave.ensemble;

/** Reads the reply of {@code isro}. */
final class IsroParser {

    private IsroParser() {}

    /** True for {@code ro}, false for {@code rw}; null where it serves nobody or says something else. */
    static Boolean parse(String text) {
        return switch (text.strip()) {
            case "ro" -> Boolean.TRUE;
            case "rw" -> Boolean.FALSE;
            default -> null;
        };
    }
}
