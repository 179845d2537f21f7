package io.conclave.bench.stream;

import io.vertx.core.buffer.Buffer;

/**
 * Finds the number in a frame without reading all of it: it stands near the end. Thousands of frames a second come to
 * one thread, whose time must not be what is measured.
 */
final class FrameNumber {

    /** What {@link #of} gives for a frame without a number. */
    static final long NONE = -1;

    private static final byte[] NAME = {'"', 's', 'e', 'q', '"', ':'};
    private static final int FARTHEST_FROM_END = 256;

    private FrameNumber() {}

    static long of(Buffer frame) {
        int last = frame.length() - NAME.length - 1;
        for (int at = last; at >= Math.max(0, last - FARTHEST_FROM_END); at--) {
            if (isNameAt(frame, at)) {
                return number(frame, at + NAME.length);
            }
        }
        return NONE;
    }

    private static boolean isNameAt(Buffer frame, int at) {
        for (int i = 0; i < NAME.length; i++) {
            if (frame.getByte(at + i) != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(Buffer frame, int from) {
        long number = 0;
        for (int at = from; at < frame.length() && frame.getByte(at) >= '0' && frame.getByte(at) <= '9'; at++) {
            number = number * 10 + frame.getByte(at) - '0';
        }
        return number;
    }
}
