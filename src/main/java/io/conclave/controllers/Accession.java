package io.conclave.controllers;

import io.conclave.bus.ControllerRef;
import io.conclave.bus.ProblemException;
import io.conclave.znodes.Node;
import io.conclave.znodes.ZnodeClient;
import io.conclave.znodes.ZnodeException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the lock to the office: read what the forerunner left, take the next epoch, fence the forerunner, leave
 * the own breadcrumb. Every write depends on the version of what was read, so of two that believe to hold the lock one
 * fails; and an epoch that was taken is never given again, whatever comes of the rest.
 */
final class Accession {

    private static final Logger LOG = LoggerFactory.getLogger(Accession.class);
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    /** What an accession comes to. */
    sealed interface Outcome {

        /**
         * The office is this controller's.
         *
         * @param epoch its fencing token
         */
        record Taken(long epoch) implements Outcome {}

        /**
         * It is not.
         *
         * @param reason why
         * @param detail more of it
         */
        record Missed(StandingReason reason, String detail) implements Outcome {}
    }

    private final ZnodeClient client;
    private final ControllerPaths paths;
    private final String id;
    private final String url;
    private final Fence fence;
    private final Forerunner forerunner;
    private final boolean adopts;
    private Optional<Node> crumb;
    private Optional<Breadcrumb> left = Optional.empty();
    private long known;
    private int version;
    private String cluster;
    private long epoch;

    /** @param adopts whether a coordinating ensemble that the store does not know is taken for the right one */
    Accession(
            ZnodeClient client,
            ControllerPaths paths,
            String id,
            String url,
            Fence fence,
            Forerunner forerunner,
            boolean adopts) {
        this.client = client;
        this.paths = paths;
        this.id = id;
        this.url = url;
        this.fence = fence;
        this.forerunner = forerunner;
        this.adopts = adopts;
    }

    /**
     * Goes as far as nothing is changed. A standby does that early: code that never ran is slow the first time, and
     * then it is the time for which nobody acts.
     *
     * @return what would stand against acting, if anything; a failure where that cannot be found out
     */
    Future<Optional<Outcome>> rehearse() {
        return look().compose(stopped -> client.multi(List.of(Op.check(paths.epoch(), version)))
                .map(checked -> new Breadcrumb(id, known, url).encode())
                .compose(encoded -> fence.prepare(id))
                .map(prepared -> stopped));
    }

    private Future<Optional<Outcome>> look() {
        return client.sync(paths.controllers())
                .compose(synced -> Future.all(
                        client.find(paths.breadcrumb()), client.get(paths.epoch()), client.get(paths.cluster())))
                .compose(read -> judge(read.resultAt(0), read.resultAt(1), read.resultAt(2)));
    }

    /** Goes all of it; never fails. */
    Future<Outcome> begin() {
        return look().compose(stopped ->
                        stopped.<Future<Outcome>>map(Future::succeededFuture).orElseGet(this::claim))
                .recover(failure ->
                        Future.succeededFuture(new Outcome.Missed(StandingReason.COORDINATION_LOST, detail(failure))));
    }

    /** What stands against acting, if anything. */
    private Future<Optional<Outcome>> judge(Optional<Node> breadcrumb, Node epochNode, Node clusterNode) {
        crumb = breadcrumb;
        cluster = text(clusterNode);
        version = epochNode.stat().getVersion();
        if (!NUMBER.matcher(text(epochNode)).matches()) {
            return missed(StandingReason.BREADCRUMB_DAMAGED, paths.epoch() + " is no number");
        }
        known = Long.parseLong(text(epochNode));
        if (crumb.isPresent()) {
            try {
                left = Optional.of(Breadcrumb.decode(crumb.get().content()));
            } catch (Breadcrumb.Unreadable e) {
                return missed(
                        e.isNewer() ? StandingReason.BREADCRUMB_NEWER : StandingReason.BREADCRUMB_DAMAGED,
                        paths.breadcrumb() + ": " + e.getMessage());
            }
        }
        return fence.accepted()
                .transform(asked -> asked.failed()
                        ? missed(StandingReason.DATABASE_AWAY, detail(asked.cause()))
                        : judge(asked.result()));
    }

    private Future<Optional<Outcome>> judge(Fence.Accepted accepted) {
        boolean unknownHere =
                accepted.coordination() != null && !accepted.coordination().equals(cluster);
        boolean wentDown = accepted.coordination() != null && accepted.epoch() > known;
        if (!adopts && unknownHere) {
            return missed(
                    StandingReason.COORDINATION_CHANGED,
                    "the database knows " + accepted.coordination() + " with epoch " + accepted.epoch() + ", and "
                            + paths.cluster() + " is " + cluster);
        }
        if (!adopts && wentDown) {
            return missed(
                    StandingReason.COORDINATION_CHANGED,
                    "the database has accepted epoch " + accepted.epoch() + ", and " + paths.epoch() + " is " + known);
        }
        // A database that one controller used alone is ahead of an ensemble that is new to it.
        known = Math.max(known, accepted.epoch());
        return Future.succeededFuture(Optional.empty());
    }

    private Future<Outcome> claim() {
        epoch = known + 1;
        return client.multi(List.of(Op.setData(paths.epoch(), bytes(epoch), version)))
                .compose(claimed -> askForerunner())
                .compose(asked -> fence.raise(new ControllerRef(id, epoch), cluster)
                        .transform(raised -> raised.failed()
                                ? Future.succeededFuture((Outcome)
                                        new Outcome.Missed(StandingReason.DATABASE_AWAY, detail(raised.cause())))
                                : leaveBreadcrumb()));
    }

    private Future<Void> askForerunner() {
        if (left.isEmpty() || left.get().id().equals(id)) {
            return Future.succeededFuture();
        }
        return forerunner.askToStepDown(left.get(), epoch).map(did -> {
            LOG.info(
                    "the forerunner {} of epoch {} {}",
                    left.get().id(),
                    left.get().epoch(),
                    did ? "has stepped down" : "did not say that it has stepped down: the database fences it");
            return null;
        });
    }

    private Future<Outcome> leaveBreadcrumb() {
        byte[] own = new Breadcrumb(id, epoch, url).encode();
        Op write = crumb.map(
                        node -> Op.setData(paths.breadcrumb(), own, node.stat().getVersion()))
                .orElseGet(() -> Op.create(
                        paths.breadcrumb(),
                        own,
                        org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT));
        return client.multi(List.of(Op.check(paths.epoch(), version + 1), write))
                .map(written -> new Outcome.Taken(epoch));
    }

    private static Future<Optional<Outcome>> missed(StandingReason reason, String detail) {
        return Future.succeededFuture(Optional.of(new Outcome.Missed(reason, detail)));
    }

    static String detail(Throwable failure) {
        return failure instanceof ProblemException || failure instanceof ZnodeException
                ? failure.getMessage()
                : failure.toString();
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Node node) {
        return node.content() == null ? "" : new String(node.content(), StandardCharsets.UTF_8);
    }
}
