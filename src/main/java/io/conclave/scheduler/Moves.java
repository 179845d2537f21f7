package io.conclave.scheduler;

import io.conclave.bus.Bus;
import io.conclave.bus.ProblemException;
import io.conclave.files.FileTopics;
import io.conclave.files.MoveFile;
import io.conclave.files.MoveOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a plan's files moved, {@value #AT_ONCE} at a time: a move is mostly waiting for disks, and those take several
 * writes together better than one after another. A file that could not be moved is no candidate for a while, so that it
 * does not keep the others from moving.
 */
final class Moves {

    static final int AT_ONCE = 8;

    private static final Duration PUT_ASIDE = Duration.ofMinutes(1);

    /**
     * How the moves of one plan ended.
     *
     * @param moved how many files
     * @param failed for each one that did not, why
     */
    record Outcome(int moved, List<String> failed) {
        Outcome {
            failed = List.copyOf(failed);
        }
    }

    private final Vertx vertx;
    private final Bus bus;
    private final FileIndex index;
    private final Runnable changed;
    private boolean stopped;

    /** @param changed told when the index has changed */
    Moves(Vertx vertx, Bus bus, FileIndex index, Runnable changed) {
        this.vertx = vertx;
        this.bus = bus;
        this.index = index;
        this.changed = changed;
    }

    /** Begins no further move. */
    void stop() {
        stopped = true;
    }

    /** Moves the plan's files; never fails. */
    Future<Outcome> run(Plan plan, String actor) {
        plan.moves().forEach(move -> index.depart(move.fileId()));
        changed.run();
        Run run = new Run(plan, actor);
        for (int slot = 0; slot < AT_ONCE; slot++) {
            run.next();
        }
        return run.done.future();
    }

    /** The moves of one plan under way. */
    private final class Run {
        private final Plan plan;
        private final String actor;
        private final Promise<Outcome> done = Promise.promise();
        private final List<String> failed = new ArrayList<>();
        private int begun;
        private int open;
        private int moved;

        Run(Plan plan, String actor) {
            this.plan = plan;
            this.actor = actor;
        }

        void next() {
            if (!stopped && begun < plan.moves().size()) {
                PlannedMove move = plan.moves().get(begun++);
                open++;
                var order = new MoveFile(
                        move.fileId(), move.from(), move.to(), move.reason().code(), plan.id(), actor);
                bus.request(FileTopics.MOVE, order).onComplete(answer -> {
                    open--;
                    if (answer.failed()) {
                        failed(move, ProblemException.of(answer.cause()).detail());
                    } else if (answer.result() instanceof MoveOutcome.Failed outcome) {
                        failed(move, outcome.problem().detail());
                    } else {
                        moved(move);
                    }
                    changed.run();
                    next();
                });
            } else if (open == 0) {
                plan.moves().subList(begun, plan.moves().size()).forEach(move -> index.arrive(move.fileId()));
                done.tryComplete(new Outcome(moved, failed));
            }
        }

        private void moved(PlannedMove move) {
            moved++;
            index.move(move.fileId(), move.from(), move.to());
            index.arrive(move.fileId());
            bus.publish(SchedulerTopics.MOVES, move);
        }

        private void failed(PlannedMove move, String why) {
            failed.add(move.name() + ": " + why);
            vertx.setTimer(PUT_ASIDE.toMillis(), timer -> {
                index.arrive(move.fileId());
                changed.run();
            });
        }
    }
}
