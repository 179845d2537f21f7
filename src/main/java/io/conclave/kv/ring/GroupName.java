package io.conclave.kv.ring;

import java.util.regex.Pattern;

/** What a group may be called. */
public final class GroupName {

    /** What a name has to be, for messages that refuse one. */
    public static final String ALLOWED =
            "1 to 64 lower-case letters, digits, '-' and '_', the first a letter, and not the word lock";

    private static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final String LOCK = "lock";

    private GroupName() {}

    /** Whether it may be a group's name. The word {@code lock} is taken: it is the lock's znode beside the groups'. */
    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches() && !name.equals(LOCK);
    }

    /**
     * The name itself.
     *
     * @throws IllegalArgumentException where it may not be one: says what is allowed
     */
    public static String check(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("the group's name \"" + name + "\" is not " + ALLOWED);
        }
        return name;
    }
}
