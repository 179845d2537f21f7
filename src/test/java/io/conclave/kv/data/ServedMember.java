package io.conclave.kv.data;

import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.rpc.RpcServer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@link MemoryMember} behind the real service on a real port. */
public final class ServedMember implements AutoCloseable {

    private static final RpcOptions OPEN = new RpcOptions("127.0.0.1", 0, Optional.empty(), Optional.empty());

    private final RpcServer server;
    private final MemoryMember member;

    private ServedMember(MemoryMember member, RpcServer server) {
        this.member = member;
        this.server = server;
    }

    /** Serves a group's only member, and tells the directory that it is primary. */
    public static ServedMember start(Vertx vertx, String group, FixedDirectory directory) throws Exception {
        MemoryMember member = new MemoryMember(() -> directory.ring().version());
        RpcServer server = RpcServer.listen(
                        vertx,
                        OPEN,
                        1,
                        () -> List.of(new KeyValueCalls(group, member, directory, "test", System::nanoTime)),
                        () -> true,
                        () -> new LeanCalls(group, member, directory, System::nanoTime).methods())
                .await(10, TimeUnit.SECONDS);
        directory.primary(group, server.address());
        return new ServedMember(member, server);
    }

    public MemoryMember member() {
        return member;
    }

    public String address() {
        return server.address();
    }

    @Override
    public void close() throws Exception {
        server.close().await(10, TimeUnit.SECONDS);
    }
}
