package io.conclave.cli.probe.stream;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.Topic;
import io.conclave.control.ControlTopics;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a reader stands in one topic. Messages that come before the topic's snapshot wait for it; what the snapshot has
 * already told is not told again; a number that an event topic skips makes it wait for a new snapshot. A state topic
 * may skip numbers, since each message is the whole state; so may the servers' log lines, which tell themselves how
 * many were left out. With another controller the numbers begin anew.
 */
final class TopicCursor {

    /** What waits for a snapshot; what is beyond it is found as a gap afterwards. */
    private static final int MOST_WAITING = 1_000;

    /** What came of a message or a snapshot. */
    record Step(List<FeedItem> items, boolean snapshotWanted) {
        private static final Step NOTHING = new Step(List.of(), false);
        private static final Step ASK = new Step(List.of(), true);
    }

    private final Topic<?> topic;
    private final int recent;
    private final boolean maySkip;
    private final ArrayDeque<Told> waiting = new ArrayDeque<>();
    private boolean aligned;
    private long seq = -1;
    private ControllerRef controller;
    private Instant newestAt = Instant.MIN;

    /** @param recent how many rows of an event topic's first snapshot are told, the newest ones */
    TopicCursor(Topic<?> topic, int recent) {
        this.topic = topic;
        this.recent = recent;
        this.maySkip = topic.kind() == Topic.Kind.STATE || topic.address().equals(ControlTopics.LOG_LINES.address());
    }

    /** Who published what was read last, or null before that. */
    ControllerRef controller() {
        return controller;
    }

    /** Says that the connection is a new one: a snapshot comes first. */
    void disconnected() {
        aligned = false;
        waiting.clear();
    }

    /** Takes a live message. */
    Step live(Told message) {
        if (!aligned) {
            hold(message);
            return Step.NOTHING;
        }
        boolean other = isOther(message.controller());
        if (other && isDeposed(message.controller()) || !other && message.seq() <= seq) {
            return Step.NOTHING;
        }
        if (!maySkip && message.seq() > (other ? 1 : seq + 1)) {
            aligned = false;
            hold(message);
            return Step.ASK;
        }
        adopt(message);
        return new Step(List.of(message), false);
    }

    private void hold(Told message) {
        if (topic.kind() == Topic.Kind.STATE) {
            waiting.clear();
        }
        if (waiting.size() < MOST_WAITING) {
            waiting.add(message);
        }
    }

    /**
     * Takes what a snapshot tells.
     *
     * @param standsAt the number that the topic stands at
     * @param told its rows, oldest first, or its state where there is one
     * @param speaker who answered, where the topic itself does not tell, or null
     */
    Step snapshot(long standsAt, List<Told> told, ControllerRef speaker) {
        ControllerRef now = told.isEmpty() ? speaker : told.get(told.size() - 1).controller();
        boolean first = seq < 0;
        boolean other = !first && (now != null && isOther(now) || standsAt < seq);
        List<FeedItem> items = new ArrayList<>();
        if (topic.kind() == Topic.Kind.STATE) {
            told.stream().filter(state -> first || other || state.seq() > seq).forEach(items::add);
        } else if (first) {
            items.addAll(told.subList(Math.max(0, told.size() - recent), told.size()));
        } else {
            missed(standsAt, told, other, items);
        }
        told.forEach(this::adopt);
        seq = first ? standsAt : Math.min(standsAt, firstWaiting() - 1);
        controller = now == null ? controller : now;
        aligned = true;
        List<Told> held = List.copyOf(waiting);
        waiting.clear();
        boolean again = false;
        for (Told message : held) {
            Step step = live(message);
            items.addAll(step.items());
            again |= step.snapshotWanted();
        }
        return new Step(items, again);
    }

    /** The rows that came while nobody listened, behind the notice of which they are. */
    private void missed(long standsAt, List<Told> told, boolean other, List<FeedItem> items) {
        long from = other ? 1 : seq + 1;
        long firstWaiting =
                waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().seq();
        long to = Math.min(standsAt, firstWaiting - 1);
        List<Told> rows = told.stream()
                .filter(row -> row.seq() == 0 ? other && row.at().isAfter(newestAt) : row.seq() >= from)
                .filter(row -> row.seq() < firstWaiting)
                .toList();
        if (to >= from) {
            items.add(new Notice.Gap(
                    topic.address(),
                    from,
                    to,
                    rows.stream().filter(row -> row.seq() > 0).count()));
        }
        items.addAll(rows);
    }

    /** From here on the stream itself tells. */
    private long firstWaiting() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().seq();
    }

    private void adopt(Told message) {
        seq = message.seq();
        controller = message.controller();
        newestAt = message.at().isAfter(newestAt) ? message.at() : newestAt;
    }

    private boolean isOther(ControllerRef speaker) {
        return controller != null && !controller.equals(speaker);
    }

    /** One that lost its office and still talks. */
    private boolean isDeposed(ControllerRef speaker) {
        return speaker.epoch() < controller.epoch();
    }
}
