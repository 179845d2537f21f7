package io.conclave.cli.probe.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.cli.probe.stream.Notice;
import io.conclave.cli.probe.stream.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the screen shows, folded out of what was told. Holds the newest state of each topic and a few rows. */
public final class TopModel {

    private static final int MOST_ROWS = 50;

    private final String where;
    private final Map<String, Told> states = new HashMap<>();
    private final Map<String, LinkedHashMap<String, Told>> rows = new HashMap<>();
    private String trouble = "connecting";
    private String remark = "";
    private Told newest;
    private Duration clockAhead;

    /** @param where what people call the controller */
    public TopModel(String where) {
        this.where = where;
    }

    /** Takes a message in. A row replaces that of the same thing. */
    public void take(Told told) {
        trouble = "";
        compareClocks(told);
        newest = newest == null || !told.at().isBefore(newest.at()) ? told : newest;
        JsonNode id = told.body().path("id");
        boolean isRow = rows.containsKey(told.topic()) || TopScreen.ROWS.contains(told.topic());
        if (!isRow) {
            states.put(told.topic(), told);
            return;
        }
        LinkedHashMap<String, Told> of = rows.computeIfAbsent(told.topic(), topic -> new LinkedHashMap<>());
        String key = id.isValueNode() && !id.isNull() ? id.asText() : told.at() + "/" + told.seq();
        of.remove(key);
        of.put(key, told);
        if (of.size() > MOST_ROWS) {
            of.remove(of.keySet().iterator().next());
        }
    }

    /** The quickest message tells best how far our clock is ahead: all others were longer on their way. */
    private void compareClocks(Told told) {
        Duration ahead = Duration.between(told.at(), told.receivedAt());
        if (!told.fromSnapshot() && (clockAhead == null || ahead.compareTo(clockAhead) < 0)) {
            clockAhead = ahead;
        }
    }

    /** The controller's time at a moment of ours, as well as it is known. */
    Instant controllerTime(Instant ours) {
        return clockAhead == null ? ours : ours.minus(clockAhead);
    }

    /** Takes news of the feed in. */
    public void take(Notice notice) {
        if (notice instanceof Notice.Live) {
            trouble = "";
        } else if (notice instanceof Notice.Lost) {
            trouble = notice.sentence();
        } else {
            remark = notice.sentence();
        }
    }

    /** Says that a recording is at its end, or that nothing more comes. */
    public void ended(String why) {
        trouble = why;
    }

    String where() {
        return where;
    }

    /** What keeps news from coming, or nothing. */
    String trouble() {
        return trouble;
    }

    /** What else should be known of the feed, or nothing. */
    String remark() {
        return remark;
    }

    /** The state of a topic. */
    Optional<Told> state(String topic) {
        return Optional.ofNullable(states.get(topic));
    }

    /** The rows of a topic, newest first. */
    List<Told> rows(String topic) {
        List<Told> newestFirst =
                new ArrayList<>(rows.getOrDefault(topic, new LinkedHashMap<>()).values());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** The newest message of all. */
    Optional<Told> newest() {
        return Optional.ofNullable(newest);
    }
}
