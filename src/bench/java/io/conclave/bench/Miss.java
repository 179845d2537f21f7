package io.conclave.bench;

/** A result was wrong. How fast a wrong result came is no figure. */
public final class Miss extends Exception {

    private static final long serialVersionUID = 1L;

    private Miss(String why) {
        super(why);
    }

    /**
     * Demands that something is so.
     *
     * @param why what is wrong otherwise, as {@link String#format} takes it
     * @throws Miss where it is not
     */
    public static void unless(boolean so, String why, Object... arguments) throws Miss {
        if (!so) {
            throw new Miss(String.format(java.util.Locale.ROOT, why, arguments));
        }
    }
}
