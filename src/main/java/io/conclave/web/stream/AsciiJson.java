package io.conclave.web.stream;

/**
 * Makes JSON text pure ASCII by writing every other character as an escape, which JSON allows wherever such a character
 * can stand. A frame that is ASCII is turned into bytes by a copy of memory instead of an encoding for each of a
 * thousand sockets, and holds nothing that a terminal or log viewer would act on, such as a right-to-left override in a
 * file's name.
 */
final class AsciiJson {

    private static final char LAST_PRINTABLE = '~';
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private AsciiJson() {}

    /** The same JSON value as ASCII text. */
    static String of(String json) {
        int first = firstForeign(json);
        if (first == json.length()) {
            return json;
        }
        StringBuilder ascii = new StringBuilder(json.length() + 256).append(json, 0, first);
        for (int i = first; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c <= LAST_PRINTABLE) {
                ascii.append(c);
            } else {
                ascii.append("\\u")
                        .append(HEX[c >>> 12])
                        .append(HEX[c >>> 8 & 15])
                        .append(HEX[c >>> 4 & 15])
                        .append(HEX[c & 15]);
            }
        }
        return ascii.toString();
    }

    private static int firstForeign(String json) {
        int i = 0;
        while (i < json.length() && json.charAt(i) <= LAST_PRINTABLE) {
            i++;
        }
        return i;
    }
}
