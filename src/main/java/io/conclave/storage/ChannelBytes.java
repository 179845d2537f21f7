package io.conclave.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of this process that is being given out. */
final class ChannelBytes implements StoredBytes {

    private static final int PIECE_BYTES = 128 << 10;

    private final Workbench bench;
    private final FileChannel channel;
    private final long sizeBytes;
    private long position;

    ChannelBytes(Workbench bench, FileChannel channel, long from) throws IOException {
        this.bench = bench;
        this.channel = channel;
        this.sizeBytes = channel.size();
        this.position = from;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Future<Buffer> next() {
        if (position >= sizeBytes) {
            return Future.succeededFuture(Buffer.buffer());
        }
        return bench.read(this::read);
    }

    private Buffer read() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, sizeBytes - position));
        while (piece.hasRemaining() && channel.read(piece, position + piece.position()) >= 0) {
            // A read may give less than was asked for.
        }
        position += piece.position();
        return Buffer.buffer(piece.array()).slice(0, piece.position());
    }

    @Override
    public void close() {
        bench.read(() -> {
            channel.close();
            return null;
        });
    }
}
