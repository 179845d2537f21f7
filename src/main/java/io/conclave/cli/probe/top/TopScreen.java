package io.conclave.cli.probe.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.cli.SafeText;
import io.conclave.cli.probe.stream.Told;
import io.conclave.cli.probe.text.Amounts;
import io.conclave.cli.probe.text.HumanLine;
import io.conclave.cli.probe.text.Tone;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * The screen as a function of what is known, the time and the room: nothing is drawn here. Servers and plan come first;
 * what is left of the height is shared by the lists in turn, a line each, so that none crowds out another.
 */
public final class TopScreen {

    static final String ENSEMBLE = "conclave.ensemble";
    static final String COUNTS = "conclave.counts";
    static final String PLAN = "conclave.plan";
    static final String SCHEDULER = "conclave.scheduler";
    static final String MIGRATIONS = "conclave.migrations";
    static final String OPERATIONS = "conclave.operations";
    static final String TASKS = "conclave.tasks";
    static final String ELECTIONS = "conclave.elections";

    /** All topics that are shown. */
    public static final List<String> TOPICS =
            List.of(ENSEMBLE, COUNTS, PLAN, SCHEDULER, MIGRATIONS, OPERATIONS, TASKS, ELECTIONS);

    /** Those of them that are rows. */
    static final Set<String> ROWS = Set.of(MIGRATIONS, OPERATIONS, TASKS, ELECTIONS);

    private static final List<String> LISTS = List.of(MIGRATIONS, ELECTIONS, OPERATIONS, TASKS);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** From this age on the whole screen is told to be old. */
    private static final Duration STALE = Duration.ofSeconds(3);

    private static final int MOST_A_LIST_ALONE = 10;
    private static final int BAR = 10;

    private final ZoneId zone;
    private final HumanLine human;

    /** @param zone in which times are told */
    public TopScreen(ZoneId zone) {
        this.zone = zone;
        this.human = new HumanLine(zone);
    }

    /**
     * The lines, none wider than the width and no more than the height.
     *
     * @param now by the clock here, or that of the recording
     * @param height 0 for as many as there are
     */
    public List<AttributedString> lines(TopModel model, Instant now, int width, int height) {
        List<AttributedString> lines = new ArrayList<>(head(model, now));
        Optional<JsonNode> ensemble = model.state(ENSEMBLE).map(Told::body);
        JsonNode counts = model.state(COUNTS).<JsonNode>map(Told::body).orElseGet(Json::object);
        ensemble.ifPresent(state -> {
            lines.add(quorum(state));
            lines.add(AttributedString.EMPTY);
            lines.addAll(new NodeTable(state, counts, model.controllerTime(now)).lines(width));
        });
        lines.add(AttributedString.EMPTY);
        lines.addAll(plan(model, now));
        int room = height == 0 ? Integer.MAX_VALUE : Math.max(0, height - lines.size());
        lines.addAll(lists(model, room));
        return lines.stream()
                .limit(height == 0 ? Long.MAX_VALUE : height)
                .map(line -> line.columnLength() <= width ? line : line.columnSubSequence(0, width))
                .toList();
    }

    private List<AttributedString> head(TopModel model, Instant now) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(Tone.STRONG.style(), "Conclave").append(' ').append(SafeText.shown(model.where()));
        line.styled(Tone.QUIET.style(), "  " + TIME.format(now.atZone(zone)));
        model.newest().ifPresent(newest -> {
            line.append("  ").append(SafeText.shown(newest.controller().id()));
            line.append(" epoch " + newest.controller().epoch());
            Duration age = Duration.between(newest.receivedAt(), now);
            if (model.trouble().isEmpty() && age.compareTo(STALE) < 0) {
                line.append("  ").styled(Tone.GOOD.style(), "live");
            } else {
                line.append("  ").styled(Tone.WARNING.style(), "news " + Amounts.age(age) + " old!");
            }
        });
        List<AttributedString> lines = new ArrayList<>(List.of(line.toAttributedString()));
        if (!model.trouble().isEmpty()) {
            lines.add(new AttributedString(SafeText.shown(model.trouble()), Tone.BAD.style()));
        } else if (!model.remark().isEmpty()) {
            lines.add(new AttributedString(SafeText.shown(model.remark()), Tone.WARNING.style()));
        }
        return lines;
    }

    private static AttributedString quorum(JsonNode ensemble) {
        JsonNode quorum = ensemble.path("quorum");
        AttributedStringBuilder line = new AttributedStringBuilder();
        if (ensemble.path("name").isTextual()) {
            line.append(SafeText.shown(ensemble.path("name").asText())).append(": ");
        }
        if (ensemble.path("leader").isTextual()) {
            line.styled(
                            Tone.GOOD.style(),
                            SafeText.shown(ensemble.path("leader").asText()))
                    .append(" leads, ");
        } else {
            line.styled(Tone.BAD.style(), "nobody leads").append(", ");
        }
        line.append(quorum.path("up").asText() + " of " + quorum.path("voters").asText() + " voters serve, it takes "
                + quorum.path("needed").asText() + ", ");
        int tolerates = quorum.path("tolerates").asInt();
        if (!quorum.path("held").asBoolean()) {
            return line.styled(Tone.BAD.style(), "the quorum is lost").toAttributedString();
        }
        return line.styled(
                        (tolerates == 0 ? Tone.WARNING : Tone.PLAIN).style(),
                        (tolerates == 0 ? "none" : Integer.toString(tolerates)) + " more may fail")
                .toAttributedString();
    }

    private List<AttributedString> plan(TopModel model, Instant now) {
        List<AttributedString> lines = new ArrayList<>();
        model.state(PLAN).ifPresent(told -> {
            AttributedStringBuilder line = new AttributedStringBuilder().styled(Tone.QUIET.style(), "PLAN  ");
            line.styled(
                    (told.body().path("shouldMigrate").asBoolean() ? Tone.WARNING : Tone.PLAIN).style(),
                    SafeText.shown(told.body().path("reason").asText()));
            line.append("  ").append(SafeText.shown(told.body().path("message").asText()));
            lines.add(line.toAttributedString());
        });
        model.state(SCHEDULER).ifPresent(told -> {
            JsonNode settings = told.body().path("settings");
            AttributedStringBuilder line = new AttributedStringBuilder().styled(Tone.QUIET.style(), "      ");
            line.append(settings.path("enabled").asBoolean() ? "on" : "off");
            line.append(", each " + settings.path("interval").asText() + " s, "
                    + SafeText.shown(settings.path("strategy").asText()) + ", threshold "
                    + settings.path("threshold").asText() + ", ");
            line.append(
                    told.body().path("running").asBoolean()
                            ? "a round runs"
                            : "last round "
                                    + SafeText.shown(
                                            told.body().path("lastRound").asText("none")));
            lines.add(line.toAttributedString());
        });
        return lines;
    }

    /** The lists that have rows, each with its heading, as many rows of each as there is room. */
    private List<AttributedString> lists(TopModel model, int room) {
        List<String> shown =
                LISTS.stream().filter(topic -> !model.rows(topic).isEmpty()).toList();
        int[] rows = new int[shown.size()];
        int left = room;
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < rows.length; i++) {
                // The first row brings an empty line and a heading with it.
                int costs = rows[i] == 0 ? 3 : 1;
                if (left >= costs
                        && rows[i]
                                < Math.min(
                                        MOST_A_LIST_ALONE,
                                        model.rows(shown.get(i)).size())) {
                    rows[i]++;
                    left -= costs;
                    more = true;
                }
            }
        }
        List<AttributedString> lines = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] > 0) {
                String topic = shown.get(i);
                lines.add(AttributedString.EMPTY);
                lines.add(
                        new AttributedString(HumanLine.shortName(topic).toUpperCase(Locale.ROOT), Tone.QUIET.style()));
                model.rows(topic).stream().limit(rows[i]).map(this::row).forEach(lines::add);
            }
        }
        return lines;
    }

    private AttributedString row(Told told) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(Tone.QUIET.style(), TIME.format(told.at().atZone(zone))).append("  ");
        if (told.topic().equals(MIGRATIONS)) {
            line.append(bar(told.body())).append("  ");
        }
        return line.append(human.summary(told)).toAttributedString();
    }

    /** How much of a file is on its new disk. */
    private static String bar(JsonNode migration) {
        long bytes = migration.path("bytes").asLong();
        long copied = migration.path("copiedBytes").asLong();
        double share = bytes <= 0 ? 1 : Math.min(1, Math.max(0, (double) copied / bytes));
        int full = (int) (share * BAR);
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] %3d%%".formatted((int) (share * 100));
    }
}
