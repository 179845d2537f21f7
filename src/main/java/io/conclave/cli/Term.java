package io.conclave.cli;

import io.conclave.bus.Bus;
import io.conclave.bus.ControllerRef;
import io.conclave.controllers.Office;
import io.conclave.files.FilesVerticle;
import io.conclave.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A controller's time in office: everything that acts is begun with it and ended with it. */
final class Term implements Office {

    private static final Logger LOG = LoggerFactory.getLogger(Term.class);

    /** After it the store and the agents refuse what is still under way, so nobody has to wait for it. */
    private static final long END_SECONDS = 5;

    private final Vertx vertx;
    private final Bus bus;
    private final Features features;
    private final WebVerticle web;
    private final Waiting waiting;
    private final Deployments acting;
    private boolean began;

    Term(Vertx vertx, Bus bus, Features features, WebVerticle web, Waiting waiting) {
        this.vertx = vertx;
        this.bus = bus;
        this.features = features;
        this.web = web;
        this.waiting = waiting;
        this.acting = new Deployments(vertx);
    }

    @Override
    public Future<Void> rehearse() {
        return vertx.executeBlocking(features::load)
                .onSuccess(loaded -> LOG.debug("{} features could begin", loaded))
                .mapEmpty();
    }

    @Override
    public synchronized Future<Void> begin(ControllerRef self) {
        began = true;
        bus.speakAs(self);
        FilesVerticle files = features.files();
        return waiting.end()
                .compose(ended -> acting.begin(features.acting(files)))
                .compose(ready -> web.featuresReady(files));
    }

    @Override
    public synchronized Future<Void> end() {
        if (!began) {
            return Future.succeededFuture();
        }
        began = false;
        return acting.end()
                .timeout(END_SECONDS, TimeUnit.SECONDS)
                .onFailure(failure -> LOG.warn("not everything of the term has ended: {}", failure.toString()))
                .transform(ended -> {
                    bus.speakAs(new ControllerRef(bus.self().id(), 0));
                    return web.featuresGone();
                })
                .transform(ended -> {
                    waiting.begin().onFailure(failure -> LOG.error("nothing can be read: {}", failure.toString()));
                    return Future.succeededFuture();
                });
    }
}
