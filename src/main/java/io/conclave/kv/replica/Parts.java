package io.conclave.kv.replica;

import io.conclave.kv.log.KvLog;
import io.conclave.kv.znodes.KvCoordination;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.grpc.client.GrpcClient;

/**
 * What a member's roles work with.
 *
 * @param context the event loop of the calls to other members
 * @param workers reads from the disk
 */
record Parts(
        ReplicaOptions options,
        Vertx vertx,
        Context context,
        WorkerExecutor workers,
        GrpcClient client,
        KvCoordination coordination,
        KvLog log,
        LogThread thread,
        Replies replies,
        ChangeHistory history) {}
