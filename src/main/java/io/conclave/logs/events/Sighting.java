package io.conclave.logs.events;

import io.conclave.bus.Sentence;
import io.conclave.ensemble.EnsembleEvent;
import io.conclave.ensemble.EnsembleEvent.Kind;
import io.conclave.logs.LogEntry;
import io.conclave.logs.LogService;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a server's log that tells something of the ensemble. The lines are those of ZooKeeper 3.4 to 3.9; what an
 * older or newer server says in other words is not seen.
 *
 * @param kind what
 * @param node says whose log
 * @param values what stands in the line, for the sentence
 */
record Sighting(Kind kind, String node, Map<String, String> values) {

    private static final Pattern TOOK = Pattern.compile("LEADING - LEADER ELECTION TOOK - (\\d{1,9})(?: MS)?");
    private static final Pattern EXPIRED =
            Pattern.compile("Expiring session (0x[0-9a-f]{1,16}), timeout of \\d{1,9}ms exceeded");
    private static final Pattern SLOW = Pattern.compile(
            "fsync-ing the write ahead log in [^ ]{1,40} took (\\d{1,9})ms which will adversely.*", Pattern.DOTALL);
    private static final Pattern TOO_MANY =
            Pattern.compile("Too many connections from /?([0-9A-Fa-f.:%]{2,60}) - max is (\\d{1,6})");
    private static final Pattern NOT_IN_SYNC = Pattern.compile(
            "(Not sufficient followers synced, only synced with sids: |Shutting down, not sufficient synced followers).*",
            Pattern.DOTALL);

    /** What an entry tells, or empty where it tells nothing of the ensemble. */
    static Optional<Sighting> in(LogEntry entry) {
        if (entry.service() != LogService.ZOOKEEPER || entry.message().isEmpty()) {
            return Optional.empty();
        }
        String message = entry.message();
        return switch (message.charAt(0)) {
            case 'L' ->
                message.equals("LOOKING")
                        ? Optional.of(new Sighting(Kind.ELECTION_BEGUN, entry.node(), Map.of()))
                        : matched(Kind.ELECTION_WON, entry, TOOK, "ms");
            case 'E' -> matched(Kind.SESSION_EXPIRED, entry, EXPIRED, "session");
            case 'f' -> matched(Kind.SLOW_DISK, entry, SLOW, "ms");
            case 'T' -> matched(Kind.CONNECTION_STORM, entry, TOO_MANY, "address", "most");
            case 'N', 'S' -> matched(Kind.LEADERSHIP_GIVEN_UP, entry, NOT_IN_SYNC);
            default -> Optional.empty();
        };
    }

    private static Optional<Sighting> matched(Kind kind, LogEntry entry, Pattern pattern, String... names) {
        Matcher matcher = pattern.matcher(entry.message());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            values.put(names[i], matcher.group(i + 1));
        }
        return Optional.of(new Sighting(kind, entry.node(), values));
    }

    /** What finds such lines, in the language of the search. */
    private String lines() {
        return switch (kind) {
            case ELECTION_BEGUN -> "looking";
            case ELECTION_WON -> "\"leader election took\"";
            case LEADERSHIP_GIVEN_UP -> "\"not sufficient followers\" OR \"not sufficient synced\"";
            case SESSION_EXPIRED -> "\"expiring session\"";
            case SLOW_DISK -> "\"fsync-ing the write ahead log\"";
            case CONNECTION_STORM -> "\"too many connections\"";
            default -> throw new IllegalStateException(kind + " is not seen in logs");
        };
    }

    /** The event. */
    EnsembleEvent event(int count) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("node", node);
        all.put("count", count);
        Sentence sentence = Sentence.of(kind, all);
        return new EnsembleEvent(kind, node, null, null, sentence.en(), sentence.zh(), lines());
    }
}
