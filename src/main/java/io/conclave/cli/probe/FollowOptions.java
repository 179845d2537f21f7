package io.conclave.cli.probe;

import io.conclave.cli.probe.stream.Feed;
import io.conclave.cli.probe.stream.LiveFeed;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.SplittableRandom;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a controller is followed. */
final class FollowOptions {

    /** As many as a snapshot has. */
    static final int MOST_RECENT = 200;

    @Mixin
    private ControllerOptions controller;

    @Option(
            names = "--wait",
            description = "Waits for a controller that is not there yet; without it the first attempt has to succeed")
    private boolean patient;

    void check(CommandSpec command) {
        controller.check(command);
    }

    boolean patient() {
        return patient;
    }

    ControllerOptions controller() {
        return controller;
    }

    Feed feed(Vertx vertx, LiveFeed.Wish wish) {
        return new LiveFeed(
                vertx, controller.sources(vertx), controller::where, wish, new SplittableRandom(), Clock.systemUTC());
    }
}
