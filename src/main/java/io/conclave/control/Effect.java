package io.conclave.control;

/**
 * What an action did.
 *
 * @param changed false where there was nothing to do, such as a start of what runs
 * @param output what a command printed, its end where it was long, or null
 */
public record Effect(boolean changed, String output) {

    /** An effect without words. */
    public static Effect of(boolean changed) {
        return new Effect(changed, null);
    }
}
