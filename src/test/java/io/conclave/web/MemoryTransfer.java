package io.conclave.web;

import io.conclave.bus.Problem;
import io.conclave.bus.Sentence;
import io.conclave.files.FileContent;
import io.conclave.files.FileTransfer;
import io.conclave.files.Placement;
import io.conclave.files.PlacementVerdict;
import io.conclave.files.StoredFile;
import io.conclave.files.Upload;
import io.conclave.files.UploadedFile;
import io.conclave.storage.StoredBytes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes uploads as the files' keeper does, without database and scheduler; what was aborted leaves nothing. */
final class MemoryTransfer implements FileTransfer {

    final Map<String, Buffer> kept = new ConcurrentHashMap<>();
    final List<Throwable> aborted = new CopyOnWriteArrayList<>();
    private final long limit;

    MemoryTransfer(long limit) {
        this.limit = limit;
    }

    @Override
    public Future<UploadedFile> upload(Upload upload, ReadStream<Buffer> bytes) {
        if (upload.name().isEmpty()) {
            return Future.failedFuture(
                    Problem.invalid("name", upload.name(), "a name").asException());
        }
        Promise<UploadedFile> done = Promise.promise();
        Buffer content = Buffer.buffer();
        bytes.exceptionHandler(failure -> {
            aborted.add(failure);
            done.tryFail(failure);
        });
        bytes.handler(chunk -> {
            content.appendBuffer(chunk);
            if (content.length() > limit) {
                done.tryFail(Problem.tooLarge("file", limit + " bytes").asException());
            }
        });
        bytes.endHandler(ended -> {
            StoredFile file = row(upload.name(), content.length());
            if (done.tryComplete(new UploadedFile(
                    file,
                    new Placement(
                            List.of("zk1"),
                            "target_least_loaded",
                            new Sentence("because", "因为"),
                            List.of(new PlacementVerdict(
                                    "zk1", true, "target_least_loaded", new Sentence("because", "因为"))))))) {
                kept.put(upload.name(), content);
            }
        });
        bytes.resume();
        return done.future();
    }

    private static StoredFile row(String name, long size) {
        StoredFile sample = Samples.FILE;
        return new StoredFile(
                sample.id(),
                name,
                sample.node(),
                sample.path(),
                size,
                sample.sha256(),
                sample.history(),
                sample.createdAt(),
                sample.updatedAt());
    }

    @Override
    public Future<FileContent> open(String fileId) {
        if (!fileId.equals(Samples.FILE.id())) {
            return Future.failedFuture(Problem.notFound("file", fileId, null).asException());
        }
        return Future.succeededFuture(new FileContent(
                row(Samples.FILE.name(), Samples.CONTENT.length), new InPieces(Buffer.buffer(Samples.CONTENT))));
    }

    /** The content, in pieces that are no power of two. */
    private static final class InPieces implements StoredBytes {

        private static final int PIECE_BYTES = 1_000;
        private final Buffer content;
        private int position;

        InPieces(Buffer content) {
            this.content = content;
        }

        @Override
        public long sizeBytes() {
            return content.length();
        }

        @Override
        public Future<Buffer> next() {
            int from = position;
            position = Math.min(content.length(), from + PIECE_BYTES);
            return Future.succeededFuture(content.slice(from, position));
        }

        @Override
        public void close() {
            position = content.length();
        }
    }
}
