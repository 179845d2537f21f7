package io.conclave.kv.rpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;

/** One call of a {@link DirectMethod}. For the event loop that it comes on. */
public final class DirectCall {

    private static final AsciiString OK = AsciiString.cached("200");
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString GRPC = AsciiString.cached("application/grpc");
    private static final Http2Headers HEADERS = ReadOnlyHttp2Headers.serverHeaders(true, OK, CONTENT_TYPE, GRPC);
    private static final Http2Headers DONE =
            ReadOnlyHttp2Headers.trailers(true, AsciiString.cached("grpc-status"), AsciiString.cached("0"));

    private final Http2ConnectionHandler connection;
    private final ChannelHandlerContext channel;
    private final int stream;
    private final CharSequence timeout;
    private final ByteBuf body;
    private boolean answered;

    /** @param body null where the message is too long to be kept */
    DirectCall(
            Http2ConnectionHandler connection,
            ChannelHandlerContext channel,
            int stream,
            CharSequence timeout,
            ByteBuf body) {
        this.connection = connection;
        this.channel = channel;
        this.stream = stream;
        this.timeout = timeout;
        this.body = body;
    }

    /** Whether the message was longer than {@link RpcServer#MAX_MESSAGE_BYTES}, and is not there for that reason. */
    public boolean isTooLong() {
        return body == null;
    }

    /**
     * The message, with the five bytes before it that say whether it is compressed and how long it is. Nobody has
     * looked at it yet, and it is not there any more once the method has returned.
     */
    public ByteBuf body() {
        return body;
    }

    /** What the header {@code grpc-timeout} says; null where there is none. */
    public CharSequence timeout() {
        return timeout;
    }

    /** Makes the buffers that answers are written to. */
    public ByteBufAllocator buffers() {
        return channel.alloc();
    }

    /**
     * Answers. Where the caller has gone meanwhile, nothing is done.
     *
     * @param message with its five bytes; released here
     */
    public void answer(ByteBuf message) {
        if (isOver()) {
            message.release();
            return;
        }
        Http2ConnectionEncoder encoder = connection.encoder();
        encoder.writeHeaders(channel, stream, HEADERS, 0, false, channel.voidPromise());
        encoder.writeData(channel, stream, message, 0, false, channel.voidPromise());
        end(DONE);
    }

    /** Ends the call with why it was not done; see {@link Refusals}. Where it is answered already, nothing is done. */
    public void refuse(Throwable failure) {
        if (isOver()) {
            return;
        }
        Http2Headers headers = new DefaultHttp2Headers(false).status(OK).set(CONTENT_TYPE, GRPC);
        Refusals.tell(failure, headers::set);
        end(headers);
    }

    private boolean isOver() {
        Http2Stream open = connection.connection().stream(stream);
        return answered || open == null || !open.state().localSideOpen();
    }

    private void end(Http2Headers trailers) {
        answered = true;
        connection.encoder().writeHeaders(channel, stream, trailers, 0, true, channel.voidPromise());
        connection.flush(channel);
    }
}
