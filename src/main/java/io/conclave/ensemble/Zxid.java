package io.conclave.ensemble;

/**
 * A transaction's number.
 *
 * @param value upper 32 bits: the leader's term; lower 32 bits: which transaction of that term
 */
record Zxid(long value) {

    /** The term of the leader that proposed it, unsigned. */
    long epoch() {
        return value >>> 32;
    }

    /** Which transaction of its term, unsigned. */
    long counter() {
        return value & 0xffff_ffffL;
    }

    /** As ZooKeeper prints it: {@code 0x} and hexadecimal digits without leading zeros. */
    String text() {
        return "0x" + Long.toHexString(value);
    }

    /** Reads {@code 0x100000192}; null where the text is none. */
    static Zxid parse(String text) {
        Long value = Numbers.hexadecimal(text);
        return value == null ? null : new Zxid(value);
    }
}
