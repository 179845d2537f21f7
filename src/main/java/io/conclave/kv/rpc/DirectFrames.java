package io.conclave.kv.rpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Takes the calls of {@linkplain DirectMethod direct methods} out of a connection's frames, and leaves all others to
 * Vert.x: those of other methods, without the token, or with a message that is compressed or not protobuf. HTTP/2
 * itself, its settings, flow control and limits among them, is Netty's affair for all of them.
 */
final class DirectFrames extends Http2FrameListenerDecorator {

    private static final AsciiString POST = AsciiString.cached("POST");
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString GRPC = AsciiString.cached("application/grpc");
    private static final AsciiString GRPC_PROTO = AsciiString.cached("application/grpc+proto");
    private static final AsciiString ENCODING = AsciiString.cached("grpc-encoding");
    private static final AsciiString IDENTITY = AsciiString.cached("identity");
    private static final AsciiString TIMEOUT = AsciiString.cached("grpc-timeout");
    private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");
    private static final long LONGEST_BODY = RpcServer.MAX_MESSAGE_BYTES + 5;

    private final Http2ConnectionHandler connection;
    private final ContextInternal context;
    private final Map<CharSequence, DirectMethod> methods;
    private final Predicate<CharSequence> admits;
    /** Of a stream: the call whose message is coming in. It goes with the stream, however that ends. */
    private final Http2Connection.PropertyKey gathering;

    private DirectFrames(
            Http2ConnectionHandler connection,
            ContextInternal context,
            Map<CharSequence, DirectMethod> methods,
            Predicate<CharSequence> admits) {
        super(connection.decoder().frameListener());
        this.connection = connection;
        this.context = context;
        this.methods = methods;
        this.admits = admits;
        this.gathering = connection.connection().newKey();
    }

    /**
     * Begins with a connection that was just made, on its event loop.
     *
     * @param context that the methods are called on
     * @param methods by their path; may be asked for null
     * @param admits whether a call may be let in that has this in the header {@code authorization}, or null
     */
    static void listen(
            Http2ConnectionHandler connection,
            ContextInternal context,
            Map<CharSequence, DirectMethod> methods,
            Predicate<CharSequence> admits) {
        connection.decoder().frameListener(new DirectFrames(connection, context, methods, admits));
    }

    /** A call whose message is coming in. */
    private static final class Gathering {

        private final DirectMethod method;
        private final CharSequence timeout;
        private ByteBuf body = Unpooled.EMPTY_BUFFER;
        private boolean tooLong;

        Gathering(DirectMethod method, CharSequence timeout) {
            this.method = method;
            this.timeout = timeout;
        }

        void add(ByteBuf chunk) {
            if (tooLong || (long) body.readableBytes() + chunk.readableBytes() > LONGEST_BODY) {
                tooLong = true;
                body = null;
                return;
            }
            if (body == Unpooled.EMPTY_BUFFER) {
                body = Unpooled.buffer(2 * chunk.readableBytes());
            }
            body.writeBytes(chunk);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        if (!isTaken(ctx, streamId, headers, endOfStream)) {
            super.onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        if (!isTaken(ctx, streamId, headers, endOfStream)) {
            super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
        }
    }

    private boolean isTaken(ChannelHandlerContext ctx, int streamId, Http2Headers headers, boolean endOfStream) {
        Http2Stream stream = connection.connection().stream(streamId);
        Gathering begun = stream == null ? null : stream.getProperty(gathering);
        if (begun != null) {
            if (endOfStream) {
                whole(ctx, streamId, begun, begun.body);
            }
            return true;
        }
        DirectMethod method = endOfStream || stream == null ? null : methods.get(headers.path());
        if (method == null || !isPlain(headers) || !admits.test(headers.get(AUTHORIZATION))) {
            return false;
        }
        stream.setProperty(gathering, new Gathering(method, headers.get(TIMEOUT)));
        return true;
    }

    private static boolean isPlain(Http2Headers headers) {
        CharSequence type = headers.get(CONTENT_TYPE);
        CharSequence encoding = headers.get(ENCODING);
        return POST.contentEquals(headers.method())
                && type != null
                && (GRPC.contentEquals(type) || GRPC_PROTO.contentEquals(type))
                && (encoding == null || IDENTITY.contentEquals(encoding));
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        Http2Stream stream = connection.connection().stream(streamId);
        Gathering begun = stream == null ? null : stream.getProperty(gathering);
        if (begun == null) {
            return super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }
        int bytes = data.readableBytes() + padding;
        if (endOfStream && begun.body == Unpooled.EMPTY_BUFFER) {
            // Nearly all messages come in one piece, which is taken as it is.
            whole(ctx, streamId, begun, data);
        } else {
            begun.add(data);
            if (endOfStream) {
                whole(ctx, streamId, begun, begun.body);
            }
        }
        return bytes;
    }

    private void whole(ChannelHandlerContext ctx, int streamId, Gathering begun, ByteBuf body) {
        DirectCall call = new DirectCall(connection, ctx, streamId, begun.timeout, begun.tooLong ? null : body);
        context.dispatch(call, one -> {
            try {
                begun.method.call(one);
            } catch (RuntimeException failure) {
                one.refuse(failure);
            }
        });
    }
}
