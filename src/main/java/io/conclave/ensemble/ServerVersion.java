package io.conclave.ensemble;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The release out of what a server prints as its version. */
final class ServerVersion {

    /** {@code 3.9.5-293c895a…, built on …}: the release, then the commit, or before 3.4.13 the Subversion revision. */
    private static final Pattern RELEASE =
            Pattern.compile("(\\d{1,4}(?:\\.\\d{1,6}){1,3}(?:-(?:alpha|beta|rc\\d{0,3}|SNAPSHOT))?)(?:[-,\\s].*)?");

    private static final int LONGEST = 300;

    private ServerVersion() {}

    /** The release, such as {@code 3.9.5} or {@code 3.5.4-beta}; null where the text begins with none. */
    static String of(String printed) {
        if (printed == null || printed.length() > LONGEST) {
            return null;
        }
        Matcher matcher = RELEASE.matcher(printed.strip());
        return matcher.matches() ? matcher.group(1) : null;
    }
}
