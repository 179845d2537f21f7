package io.conclave.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The relational database and who it is opened as. The secret is in {@code password} alone, so that {@code url} can be
 * shown and logged.
 *
 * @param url {@code jdbc:sqlite:} and a file, or {@code jdbc:postgresql://host:port/database} without user and password
 *     ({@code DATABASE_URL})
 * @param user of a PostgreSQL server; where empty, the server's own default applies ({@code DATABASE_USER})
 * @param password of that user ({@code DATABASE_PASSWORD})
 */
public record DatabaseSettings(String url, Optional<String> user, Optional<String> password) {

    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String HOST = "([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+])(:[0-9]{1,5})?";
    private static final Pattern SECRET = Pattern.compile("(?i)(password=)[^&;]*|(//[^/:@]*:)[^@/]*(?=@)");
    private static final Pattern PARAMETER = Pattern.compile("(user|password)=([^&]*)");

    /** A database that asks nobody who they are. */
    public static DatabaseSettings of(String url) {
        return new DatabaseSettings(url, Optional.empty(), Optional.empty());
    }

    /** Takes user and password out of the URL's parameters, where they may be too. */
    static DatabaseSettings parse(String url) {
        if (url.matches("jdbc:sqlite:[^:?].*")) {
            return of(url);
        }
        // A user before the host, as in other URLs, is not known to the driver: it would be taken for a host's name.
        if (!url.matches(POSTGRESQL + "//" + HOST + "(," + HOST + ")*/[^/?#@\\s]+(\\?[^#\\s]*)?")) {
            throw new IllegalArgumentException();
        }
        int question = url.indexOf('?');
        if (question < 0) {
            return of(url);
        }
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        List<String> others = new ArrayList<>();
        for (String parameter : url.substring(question + 1).split("&")) {
            Matcher matcher = PARAMETER.matcher(parameter);
            if (!matcher.matches()) {
                others.add(parameter);
            } else if (matcher.group(1).equals("user")) {
                user = Optional.of(decoded(matcher.group(2)));
            } else {
                password = Optional.of(decoded(matcher.group(2)));
            }
        }
        String rest = others.isEmpty() ? "" : "?" + String.join("&", others);
        return new DatabaseSettings(url.substring(0, question) + rest, user, password);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its message would show what follows the percent sign.
            throw new IllegalArgumentException("user and password must be percent-encoded");
        }
    }

    /** A URL as messages may show it. */
    static String withoutSecrets(String url) {
        return SECRET.matcher(url).replaceAll("$1$2***");
    }

    /** Whether it is on a PostgreSQL server, which several controllers can share. */
    public boolean isShared() {
        return url.startsWith(POSTGRESQL);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=" + withoutSecrets(url) + ", user=" + user.orElse("") + "]";
    }
}
