package io.conclave.kv.proof;

import io.conclave.kv.proof.Answer.Done;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random histories of one key that are linearizable by the way they come about: each operation is applied to a register
 * at one moment between its call and its return, or, where its outcome is unknown to its client, at any later time or
 * never.
 */
final class SimulatedHistory {

    private static final double CALL = 0.4;
    private static final double APPLY = 0.4;
    private static final double NO_ANSWER = 0.05;
    private static final double REFUSED = 0.05;
    private static final double NEVER_APPLIED = 0.4;

    private final SplittableRandom random;
    private final List<Operation> history = new ArrayList<>();
    private final List<Running> running = new ArrayList<>();
    private final List<Call> late = new ArrayList<>();
    private String value;
    private long version;
    private long lastVersion;
    private long known;
    private int values;
    private long clock;

    private SimulatedHistory(SplittableRandom random) {
        this.random = random;
    }

    /** A call that was sent and not answered yet. */
    private static final class Running {
        private final int client;
        private final Call call;
        private final long invoked;
        private Done answer;

        private Running(int client, Call call, long invoked) {
            this.client = client;
            this.call = call;
            this.invoked = invoked;
        }
    }

    /**
     * Makes a history.
     *
     * @param clients how many call at the same time at most
     * @param operations how many there are
     */
    static List<Operation> of(SplittableRandom random, int clients, int operations) {
        SimulatedHistory simulation = new SimulatedHistory(random);
        while (simulation.history.size() < operations) {
            simulation.step(clients);
        }
        while (!simulation.running.isEmpty()) {
            simulation.finish(simulation.running.get(0), new Answer.Unknown("the end"));
        }
        return simulation.history;
    }

    private void step(int clients) {
        clock += 1 + random.nextInt(3);
        double what = random.nextDouble();
        if (what < CALL && running.size() < clients) {
            running.add(new Running(running.size(), randomCall(), clock));
        } else if (what < CALL + APPLY && !running.isEmpty()) {
            Running one = oneOf(running);
            if (one.answer == null) {
                one.answer = apply(one.call);
            }
        } else if (!running.isEmpty()) {
            end(oneOf(running));
        }
        if (!late.isEmpty() && random.nextInt(20) == 0) {
            apply(late.remove(random.nextInt(late.size())));
        }
    }

    private void end(Running one) {
        double what = random.nextDouble();
        if (what < NO_ANSWER) {
            if (one.answer == null && random.nextDouble() >= NEVER_APPLIED) {
                late.add(one.call);
            }
            finish(one, new Answer.Unknown("no answer"));
        } else if (one.answer != null) {
            finish(one, one.answer);
        } else if (what < NO_ANSWER + REFUSED) {
            finish(one, new Answer.Refused("refused"));
        }
    }

    private void finish(Running one, Answer answer) {
        running.remove(one);
        if (answer instanceof Done done && done.found() && (one.call.kind() == Call.Kind.GET || done.applied())) {
            known = done.version();
        }
        history.add(new Operation(one.client, one.call, one.invoked, clock, answer));
    }

    private Call randomCall() {
        long condition = random.nextInt(4) == 0 ? 0 : known;
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> Call.put("k", "v" + ++values);
            case 3, 4 -> Call.putIf("k", "v" + ++values, condition);
            case 5 -> Call.delete("k");
            case 6 -> Call.deleteIf("k", Math.max(1, condition));
            default -> Call.get("k");
        };
    }

    private Done apply(Call call) {
        boolean exists = value != null;
        if (call.kind() == Call.Kind.GET) {
            return exists ? Done.read(value, version) : Done.absent();
        }
        if (call.ifVersion() != Call.ANY && call.ifVersion() != version) {
            return Done.unmatched(version);
        }
        if (call.kind() == Call.Kind.DELETE && !exists) {
            return Done.absent();
        }
        lastVersion += 1 + random.nextInt(3);
        value = call.value();
        version = value == null ? 0 : lastVersion;
        return Done.written(lastVersion);
    }

    private Running oneOf(List<Running> list) {
        return list.get(random.nextInt(list.size()));
    }
}
