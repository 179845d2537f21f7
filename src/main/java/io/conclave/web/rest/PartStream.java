package io.conclave.web.rest;

import io.conclave.bus.Problem;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.streams.ReadStream;

/**
 * The file in a form. It ends in exactly one way: with its last byte, or with a failure; also where the form stops in
 * the middle of it, of which the form's own reader says nothing.
 */
final class PartStream implements ReadStream<Buffer> {

    private final Vertx vertx;
    private final HttpServerFileUpload upload;
    private Handler<Throwable> exceptionHandler;
    private Handler<Void> endHandler;
    private Handler<Buffer> handler;
    private boolean paused;
    private boolean bodyEnded;
    private boolean over;

    PartStream(Vertx vertx, HttpServerFileUpload upload) {
        this.vertx = vertx;
        this.upload = upload;
        upload.handler(this::data);
        upload.endHandler(ignored -> end());
        upload.exceptionHandler(this::fail);
    }

    private void data(Buffer bytes) {
        if (!over && handler != null) {
            handler.handle(bytes);
        }
    }

    private void end() {
        if (!over) {
            over = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    /** Ends it with a failure, unless it has ended. */
    void fail(Throwable failure) {
        if (!over) {
            over = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure);
            }
        }
    }

    /** Says that no more bytes will come; whatever came is with the receiver unless it has paused. */
    void bodyEnded() {
        bodyEnded = true;
        failIfCutOff();
    }

    private void failIfCutOff() {
        if (bodyEnded && !paused) {
            fail(new Problem(400, "truncated_form", "the form ends within the file", UploadRoute.PART, null, null)
                    .asException());
        }
    }

    /** Throws away what is still to come. */
    void discard() {
        upload.handler(ignored -> {});
        upload.resume();
    }

    @Override
    public PartStream exceptionHandler(Handler<Throwable> given) {
        exceptionHandler = given;
        return this;
    }

    @Override
    public PartStream handler(Handler<Buffer> given) {
        handler = given;
        return this;
    }

    @Override
    public PartStream endHandler(Handler<Void> given) {
        endHandler = given;
        return this;
    }

    @Override
    public PartStream pause() {
        paused = true;
        upload.pause();
        return this;
    }

    @Override
    public PartStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public PartStream fetch(long amount) {
        paused = false;
        upload.fetch(amount);
        if (bodyEnded) {
            // What was held back is delivered in a turn of its own, which is asked for already.
            vertx.runOnContext(ignored -> failIfCutOff());
        }
        return this;
    }
}
