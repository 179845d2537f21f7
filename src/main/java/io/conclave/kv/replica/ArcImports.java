package io.conclave.kv.replica;

import io.conclave.kv.rpc.Refusals;
import io.conclave.kv.wire.ImportRequest;
import io.conclave.kv.wire.ImportResponse;
import io.vertx.core.Context;
import io.vertx.grpc.server.GrpcServerRequest;

final class ArcImports {
    private final Parts parts;

    ArcImports(Parts parts) {
        this.parts = parts;
    }

    void begin(PrimaryTerm term) {}

    void end() {}

    void receive(GrpcServerRequest<ImportRequest, ImportResponse> call, Context context) {
        Refusals.refuse(call.response(), Refusal.notPrimary(parts));
    }
}
