package io.conclave.kv.show;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;
import java.time.Duration;

/** What is published of the key-value store, and what is answered. */
public final class StoreTopics {

    /** How every member is, a few times a second. */
    public static final Topic<ShownStore> STATE = Topic.state("conclave.kv", ShownStore.class);

    /** The ring, whenever it changes. */
    public static final Topic<ShownRing> RING = Topic.state("conclave.ring", ShownRing.class);

    /** Each failover at each of its steps. */
    public static final Topic<Failover> FAILOVERS = Topic.events("conclave.failovers", Failover.class);

    public static final Request<AskStore, ShownStore> CURRENT =
            Request.of("kv.current", AskStore.class, ShownStore.class);

    public static final Request<AskRing, ShownRing> CURRENT_RING =
            Request.of("kv.current-ring", AskRing.class, ShownRing.class);

    public static final Request<AskFailovers, FailoverList> LIST_FAILOVERS =
            Request.of("kv.failovers", AskFailovers.class, FailoverList.class);

    /** Start, stop, restart, kill, pause or resume a process of a store that is run here. */
    public static final Request<ControlProcess, ProcessResult> ACT =
            Request.of("kv.act", ControlProcess.class, ProcessResult.class).within(Duration.ofSeconds(60));

    /** What that would come to. */
    public static final Request<AskProspect, Prospect> PROSPECT =
            Request.of("kv.prospect", AskProspect.class, Prospect.class);

    /** Begins to add the next group; answers at once, and {@link #STATE} tells how it goes. */
    public static final Request<AddGroup, RingWork> ADD_GROUP =
            Request.of("kv.add-group", AddGroup.class, RingWork.class);

    /** Begins to remove a group; answers at once. */
    public static final Request<RemoveGroup, RingWork> REMOVE_GROUP =
            Request.of("kv.remove-group", RemoveGroup.class, RingWork.class);

    /** Begins to change the number of virtual nodes; answers at once. */
    public static final Request<ChangeVirtualNodes, RingWork> VIRTUAL_NODES =
            Request.of("kv.virtual-nodes", ChangeVirtualNodes.class, RingWork.class);

    public static final Request<SwitchChecker, ShownChecker> CHECKER =
            Request.of("kv.checker", SwitchChecker.class, ShownChecker.class);

    public static final Request<GetKey, KeyAnswer> GET =
            Request.of("kv.get", GetKey.class, KeyAnswer.class).within(Duration.ofSeconds(20));

    public static final Request<PutKey, KeyAnswer> PUT =
            Request.of("kv.put", PutKey.class, KeyAnswer.class).within(Duration.ofSeconds(20));

    public static final Request<DeleteKey, KeyAnswer> DELETE =
            Request.of("kv.delete", DeleteKey.class, KeyAnswer.class).within(Duration.ofSeconds(20));

    private StoreTopics() {}
}
