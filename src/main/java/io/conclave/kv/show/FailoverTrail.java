package io.conclave.kv.show;

import io.conclave.audit.Action;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Follows each group from the loss of its primary to the first write that is acknowledged again. It is told what is
 * done to processes, what is seen of the groups, and asks when writes were acknowledged. Belongs to one context.
 *
 * <p>What is done here has its exact moment. What is seen has the moment at which it was seen, a poll later than it
 * happened at the most; where a write was acknowledged before that, its moment counts for what must have come before.
 */
final class FailoverTrail {

    private static final int MOST = 200;

    /** A primary that came back in this time without another epoch was never given up. */
    private static final long AVERTED_NANOS = 2_000_000_000L;

    private final Function<String, Acknowledgements> acknowledgements;
    private final ToLongFunction<String> losses;
    private final Consumer<Failover> tell;
    private final Map<String, Course> open = new TreeMap<>();
    private final Map<String, Seen> last = new TreeMap<>();
    private final Map<String, Long> lastNanos = new TreeMap<>();
    private final Deque<Failover> told = new ArrayDeque<>();
    private long lastId;

    /**
     * What is seen of a group.
     *
     * @param primary the primary's id, or null
     * @param epoch its epoch
     * @param registered ids of the members that have a session
     * @param answers whether the primary answers
     */
    record Seen(String primary, long epoch, Set<String> registered, boolean answers) {}

    /**
     * @param acknowledgements the checker's writes to a group; null where there is no checker
     * @param losses how many acknowledged writes of a group were missing so far
     * @param tell takes each failover at each step
     */
    FailoverTrail(
            Function<String, Acknowledgements> acknowledgements,
            ToLongFunction<String> losses,
            Consumer<Failover> tell) {
        this.acknowledgements = acknowledgements;
        this.losses = losses;
        this.tell = tell;
    }

    /** The failovers so far, newest first. */
    List<Failover> newestFirst() {
        return List.copyOf(told);
    }

    /** Whether a group's primary has been lost and no write acknowledged since. */
    boolean isOpen(String group) {
        return open.containsKey(group);
    }

    /** Something is being done to a process. */
    void acted(String process, Action action, Instant at, long nanos) {
        last.forEach((group, seen) -> {
            if (process.equals(seen.primary) && !open.containsKey(group)) {
                switch (action) {
                    case NODE_KILL -> begin(group, Failover.Cause.KILLED, seen, at, nanos, false);
                    case NODE_PAUSE -> begin(group, Failover.Cause.PAUSED, seen, at, nanos, false);
                    case NODE_STOP -> begin(group, Failover.Cause.STOPPED, seen, at, nanos, false);
                    case NODE_RESTART -> begin(group, Failover.Cause.RESTARTED, seen, at, nanos, false);
                    default -> {
                        // What comes back loses nobody's primary.
                    }
                }
            }
        });
    }

    private Course begin(String group, Failover.Cause cause, Seen before, Instant at, long nanos, boolean seen) {
        Course course = new Course(++lastId, group, cause, before, at, nanos, losses.applyAsLong(group));
        course.step(Failover.What.LOST, at, nanos, seen);
        open.put(group, course);
        tell(course);
        return course;
    }

    /** How a group is now. */
    void seen(String group, Seen now, Instant at, long nanos) {
        Seen before = last.put(group, now);
        Long beforeNanos = lastNanos.put(group, nanos);
        Course course = open.get(group);
        if (course == null && before != null && before.primary != null && lost(before, now)) {
            course = begin(group, Failover.Cause.VANISHED, before, at, nanos, true);
            course.quietSince = beforeNanos;
        }
        if (course != null) {
            follow(course, now, at, nanos);
        }
    }

    private static boolean lost(Seen before, Seen now) {
        return now.primary == null
                || now.epoch > before.epoch
                || !now.registered.contains(now.primary) && !now.registered.isEmpty();
    }

    private void follow(Course course, Seen now, Instant at, long nanos) {
        boolean news = false;
        if (course.before.primary != null
                && !now.registered.contains(course.before.primary)
                && !course.has(Failover.What.PROMOTED)) {
            news = course.step(Failover.What.EXPIRED, at, nanos, true);
        }
        if (now.primary != null && now.epoch > course.before.epoch) {
            course.promoted(now);
            news |= course.step(Failover.What.PROMOTED, at, nanos, true);
        }
        if (course.has(Failover.What.PROMOTED)) {
            news |= finish(course);
        } else if (isBack(course, now, nanos)) {
            course.state = Failover.State.AVERTED;
            open.remove(course.group);
            news = true;
        }
        if (news) {
            tell(course);
        }
    }

    private static boolean isBack(Course course, Seen now, long nanos) {
        if (!now.answers || !Objects.equals(now.primary, course.before.primary)) {
            course.backSince = 0;
            return false;
        }
        course.backSince = course.backSince == 0 ? nanos : course.backSince;
        return nanos - course.backSince > AVERTED_NANOS;
    }

    /** It is over with the first write that is acknowledged after the promotion was seen. */
    private boolean finish(Course course) {
        Acknowledgements acks = acknowledgements.apply(course.group);
        if (acks == null) {
            return end(course);
        }
        long promoted = course.nanosOf(Failover.What.PROMOTED);
        if (acks.last().filter(ack -> ack.nanos() >= promoted).isEmpty()) {
            return false;
        }
        acks.longestSince(course.quietSince).ifPresent(gap -> {
            course.unavailableMs = gap.nanos() / 1_000_000;
            if (course.cause == Failover.Cause.VANISHED) {
                course.lostAfter(gap.start());
            }
            course.acknowledged(gap.end());
        });
        course.lost = losses.applyAsLong(course.group) - course.lostBefore;
        return end(course);
    }

    private boolean end(Course course) {
        course.state = Failover.State.DONE;
        open.remove(course.group);
        return true;
    }

    private void tell(Course course) {
        Failover now = course.told();
        told.removeIf(earlier -> earlier.id() == now.id());
        told.addFirst(now);
        if (told.size() > MOST) {
            told.removeLast();
        }
        tell.accept(now);
    }

    /** One failover on its way. */
    private static final class Course {

        private final long id;
        private final String group;
        private final Failover.Cause cause;
        private final Seen before;
        private final long lostBefore;
        private final List<Moment> moments = new ArrayList<>();
        private Instant at;
        private long nanos;
        /** The group's silence ended later than this: what nobody of us did was over before it was seen, maybe. */
        private long quietSince;

        private Failover.State state = Failover.State.UNDER_WAY;
        private String to;
        private Long epoch;
        private Long unavailableMs;
        private Long lost;
        private long backSince;

        /** One thing that happened. */
        private record Moment(Failover.What what, Instant at, long nanos, boolean seen) {}

        Course(long id, String group, Failover.Cause cause, Seen before, Instant at, long nanos, long lostBefore) {
            this.id = id;
            this.group = group;
            this.cause = cause;
            this.before = before;
            this.at = at;
            this.nanos = nanos;
            this.quietSince = nanos;
            this.lostBefore = lostBefore;
        }

        boolean has(Failover.What what) {
            return moments.stream().anyMatch(moment -> moment.what == what);
        }

        long nanosOf(Failover.What what) {
            return moments.stream()
                    .filter(moment -> moment.what == what)
                    .mapToLong(Moment::nanos)
                    .findFirst()
                    .orElse(nanos);
        }

        boolean step(Failover.What what, Instant when, long whenNanos, boolean seen) {
            if (has(what)) {
                return false;
            }
            moments.add(new Moment(what, when, whenNanos, seen));
            return true;
        }

        void promoted(Seen now) {
            to = now.primary;
            epoch = now.epoch;
        }

        /** What nobody of us did began after this write, which is all that is known of when. */
        void lostAfter(Acknowledgements.Ack ack) {
            if (ack.nanos() < nanos) {
                at = ack.at();
                nanos = ack.nanos();
                moments.replaceAll(moment ->
                        moment.what == Failover.What.LOST ? new Moment(moment.what, at, nanos, moment.seen) : moment);
            }
        }

        /** Whatever was seen later than this write must have happened before it. */
        void acknowledged(Acknowledgements.Ack ack) {
            moments.replaceAll(moment ->
                    moment.nanos <= ack.nanos() ? moment : new Moment(moment.what, ack.at(), ack.nanos(), moment.seen));
            moments.add(new Moment(Failover.What.ACKNOWLEDGED, ack.at(), ack.nanos(), false));
        }

        Failover told() {
            List<Failover.Step> steps = moments.stream()
                    .map(moment -> new Failover.Step(
                            moment.what, moment.at, Math.max(0, (moment.nanos - nanos) / 1_000_000), moment.seen))
                    .toList();
            return new Failover(
                    id, group, at, cause, before.primary, to, before.epoch, epoch, state, steps, unavailableMs, lost);
        }
    }
}
