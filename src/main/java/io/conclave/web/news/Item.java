package io.conclave.web.news;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of another controller's stream.
 *
 * @param seq its number there
 * @param controller who published it
 * @param epoch of whoever published it
 * @param body JSON, with all of this at its end
 */
record Item(long seq, String controller, long epoch, String body) {

    private static final Pattern END = Pattern.compile(
            "\"seq\":(\\d{1,18}),\"at\":\"[^\"]{1,40}\",\"controller\":\\{\"id\":\"([^\"]{1,200})\",\"epoch\":(\\d{1,18})}}$");
    private static final int LONGEST_END = 400;

    /** Reads a message; empty where it is none. */
    static Optional<Item> of(String body) {
        Matcher end = END.matcher(body);
        return end.region(Math.max(0, body.length() - LONGEST_END), body.length())
                        .find()
                ? Optional.of(new Item(Long.parseLong(end.group(1)), end.group(2), Long.parseLong(end.group(3)), body))
                : Optional.empty();
    }
}
