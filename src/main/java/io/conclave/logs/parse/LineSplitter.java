package io.conclave.logs.parse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream of bytes into lines. Of a line longer than {@value #LONGEST_LINE} bytes only the beginning is held, the
 * rest is counted: the cost in memory is bounded whatever comes. What is no UTF-8 becomes the replacement character.
 */
public final class LineSplitter {

    /** The most bytes of a line that are held: four for each character of the longest message. */
    public static final int LONGEST_LINE = 131_072;

    private static final int USUAL_LINE = 1_024;

    private final Taker taker;
    private byte[] line = new byte[USUAL_LINE];
    private int length;
    private long start;
    private long missing;

    /** Takes lines. */
    @FunctionalInterface
    public interface Taker {
        /**
         * A line.
         *
         * @param offset where it begins
         * @param text without its end
         * @param missing how many of its bytes were left out
         */
        void take(long offset, String text, long missing);
    }

    /**
     * @param start the offset of the first byte that will come, which begins a line
     * @param taker takes each line that has ended
     */
    public LineSplitter(long start, Taker taker) {
        this.start = start;
        this.taker = taker;
    }

    /** Takes the next bytes, from the buffer's position to its limit. */
    public void add(ByteBuffer bytes) {
        byte[] array = bytes.array();
        int from = bytes.arrayOffset() + bytes.position();
        int end = bytes.arrayOffset() + bytes.limit();
        while (from < end) {
            int newline = from;
            while (newline < end && array[newline] != '\n') {
                newline++;
            }
            hold(array, from, newline);
            if (newline < end) {
                endLine(1);
            }
            from = newline + 1;
        }
    }

    private void hold(byte[] array, int from, int to) {
        int kept = Math.min(to - from, LONGEST_LINE - length);
        if (length + kept > line.length) {
            line = java.util.Arrays.copyOf(line, Math.max(length + kept, Math.min(LONGEST_LINE, 2 * line.length)));
        }
        System.arraycopy(array, from, line, length, kept);
        length += kept;
        missing += to - from - kept;
    }

    private void endLine(int endBytes) {
        long bytes = length + missing + endBytes;
        int shown = length > 0 && missing == 0 && line[length - 1] == '\r' ? length - 1 : length;
        taker.take(start, new String(line, 0, shown, StandardCharsets.UTF_8), missing);
        start += bytes;
        length = 0;
        missing = 0;
        if (line.length > 8 * USUAL_LINE) {
            line = new byte[USUAL_LINE];
        }
    }

    /** Where the line begins that has not ended. */
    public long openLine() {
        return start;
    }

    /** Whether there are bytes of a line that has not ended. */
    public boolean isWithinLine() {
        return length > 0 || missing > 0;
    }

    /** Takes what there is of the last line as the whole of it, since nothing more will come. */
    public void finish() {
        if (isWithinLine()) {
            endLine(0);
        }
    }
}
