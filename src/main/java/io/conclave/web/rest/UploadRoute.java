package io.conclave.web.rest;

import io.conclave.bus.Json;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.files.FileTransfer;
import io.conclave.files.Upload;
import io.conclave.files.UploadedFile;
import io.conclave.web.command.Callers;
import io.conclave.web.state.Startup;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * Takes one file as a multipart form, as browsers and {@code curl -F} send it. Its bytes go from the socket to the
 * files' keeper as they come, and the socket is not read while the disk is behind.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
final class UploadRoute {

    static final String PART = "file";
    private static final String MEDIA_TYPE = "multipart/form-data";
    private static final Pattern FORM =
            Pattern.compile(MEDIA_TYPE + "\\s*;.*\\bboundary=\\S.*", Pattern.CASE_INSENSITIVE);
    private static final long FORM_BYTES = 64 * 1024;
    private static final long LONGEST_BEFORE_FILE_MS = 30_000;

    private final Vertx vertx;
    private final long largestBytes;
    private final Startup startup;

    /** @param largestBytes a form that says that it is longer than this and some room for itself is not read at all */
    UploadRoute(Vertx vertx, Startup startup, long largestBytes) {
        this.vertx = vertx;
        this.largestBytes = largestBytes;
        this.startup = startup;
    }

    void mount(Router router) {
        router.post(FileRoutes.PATH).handler(this::receive);
    }

    private void receive(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        FileTransfer transfer = startup.transfer().orElseThrow(() -> Questions.starting(ctx));
        new Query(ctx).refuseOthers();
        requireForm(request);
        long length = declaredLength(request);
        if (length > largestBytes + FORM_BYTES) {
            throw Problem.tooLarge(PART, largestBytes + " bytes").asException();
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            ctx.response().writeContinue();
        }
        try {
            request.setExpectMultipart(true);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw notAForm(request);
        }
        new Receipt(ctx, transfer, length).begin();
    }

    private static void requireForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !FORM.matcher(type).matches()) {
            throw notAForm(request);
        }
    }

    private static ProblemException notAForm(HttpServerRequest request) {
        return new Problem(
                        415,
                        "unsupported_media_type",
                        "a file comes as a multipart form",
                        "Content-Type",
                        request.getHeader(HttpHeaders.CONTENT_TYPE),
                        MEDIA_TYPE + "; boundary=…, with a part named " + PART)
                .asException();
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    /** One form on its way. */
    private final class Receipt {

        private final RoutingContext ctx;
        private final HttpServerRequest request;
        private final FileTransfer transfer;
        private final long formLength;
        private PartStream part;
        private long timer = -1;
        private boolean answered;

        private Receipt(RoutingContext ctx, FileTransfer transfer, long formLength) {
            this.ctx = ctx;
            this.transfer = transfer;
            this.request = ctx.request();
            this.formLength = formLength;
        }

        private void begin() {
            timer = vertx.setTimer(LONGEST_BEFORE_FILE_MS, ignored -> refuse(slow()));
            request.uploadHandler(this::take);
            request.exceptionHandler(this::broken);
            request.endHandler(ignored -> bodyEnded());
        }

        private void take(HttpServerFileUpload upload) {
            if (answered) {
                return;
            }
            if (part != null) {
                refuse(new Problem(400, "too_many_files", "one file at a time", PART, upload.filename(), "one part"));
            } else if (!upload.name().equals(PART)) {
                refuse(Problem.invalid(PART, upload.name(), "the name of the part that holds the file"));
            } else {
                // From here on it is the receiver who waits, and knows whether it is the sender who is slow.
                vertx.cancelTimer(timer);
                part = new PartStream(vertx, upload);
                transfer.upload(new Upload(upload.filename(), expected(upload), Callers.REST), part)
                        .onComplete(this::finish);
            }
        }

        /** The form's own length is a bound for its file's: near enough to reserve room. */
        private long expected(HttpServerFileUpload upload) {
            return upload.size() > 0 ? upload.size() : formLength;
        }

        private void bodyEnded() {
            if (part == null) {
                refuse(new Problem(400, "missing_file", "the form has no file", PART, null, "a part named " + PART));
            } else {
                part.bodyEnded();
            }
        }

        private void broken(Throwable failure) {
            if (part != null) {
                part.fail(failure);
            }
            refuse(new Problem(400, "invalid_form", "the form cannot be read: " + failure, PART, null, MEDIA_TYPE));
        }

        private Problem slow() {
            return new Problem(408, "slow_body", "no file within " + LONGEST_BEFORE_FILE_MS + " ms", PART, null, null);
        }

        private void finish(AsyncResult<UploadedFile> result) {
            if (result.succeeded()) {
                succeed(result.result());
            } else {
                refuse(ProblemException.of(result.cause()));
            }
        }

        private void succeed(UploadedFile uploaded) {
            if (end()) {
                ctx.response()
                        .setStatusCode(201)
                        .putHeader(
                                HttpHeaders.LOCATION,
                                FileRoutes.PATH + "/" + uploaded.file().id())
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(Json.encode(uploaded));
            }
        }

        private void refuse(Problem problem) {
            if (end()) {
                if (part != null) {
                    part.fail(problem.asException());
                    part.discard();
                }
                ctx.fail(problem.asException());
            }
        }

        /** True the first time, where there is still somebody to answer. */
        private boolean end() {
            boolean first = !answered;
            answered = true;
            vertx.cancelTimer(timer);
            return first && !ctx.response().closed();
        }
    }
}
