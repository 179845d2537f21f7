package io.conclave.kv.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogIdentity;
import io.conclave.kv.log.LogSettings;
import io.conclave.kv.ring.RingState;
import io.conclave.kv.znodes.GroupState;
import io.conclave.kv.znodes.Lease;
import io.conclave.kv.znodes.MemberState;
import io.conclave.kv.znodes.SessionLease;
import io.conclave.znodes.SessionState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary's term that nobody hears of: with a log of its own that is not synced, no standbys, and a lease that nobody
 * gave. All that a term does until it answers writes is done once, so that the classes it takes are loaded and linked
 * before a term is waited for. It reads the ring from the ensemble, and changes nothing outside its folder.
 */
final class TrialTerm implements PrimaryTerm.Member, LogThread.Turns {

    private static final Logger LOG = LoggerFactory.getLogger(TrialTerm.class);
    private static final int WRITES = 64;
    private static final int MOST_BYTES = 1 << 20;
    private static final long LIMIT_SECONDS = 5;
    private static final long EPOCH = 1;

    private final Parts parts;
    private final Promise<Void> served = Promise.promise();
    /** Of the log thread; null before it has begun. */
    private PrimaryTerm term;

    private TrialTerm(Parts member, KvLog log) {
        LogThread thread = new LogThread("kv-rehearsal", this);
        Replies replies = new Replies(member.vertx(), WRITES, MOST_BYTES);
        ReplicaOptions self = member.options();
        this.parts = new Parts(
                new ReplicaOptions(self.cluster(), self.group(), self.number(), 1, self.inSyncTimeout()),
                member.vertx(),
                member.context(),
                member.workers(),
                member.client(),
                member.coordination(),
                log,
                thread,
                replies,
                new ChangeHistory(0));
    }

    /**
     * Goes through a term; blocks for some tenths of a second, and for about {@value #LIMIT_SECONDS} seconds at the
     * most.
     *
     * @param folder empty or not there; the caller deletes it afterwards
     */
    static void in(Path folder, Parts member) throws IOException, InterruptedException {
        ReplicaOptions self = member.options();
        LogIdentity identity = new LogIdentity(self.cluster(), self.group(), self.number());
        try (KvLog log = KvLog.open(new LogSettings(folder, identity, false, MOST_BYTES))) {
            new TrialTerm(member, log).play();
        }
    }

    private void play() throws InterruptedException {
        LogThread thread = parts.thread();
        thread.start();
        try {
            thread.execute(this::begin);
            served.future().await(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<Future<WriteResult>> writes = new ArrayList<>(WRITES);
            for (int i = 0; i < WRITES; i++) {
                writes.add(write("rehearsal/" + i));
            }
            Future.join(writes).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException e) {
            LOG.debug("the trial of a term was refused something: {}", e.toString());
        } finally {
            thread.execute(this::end);
            thread.end();
        }
    }

    private Future<WriteResult> write(String key) {
        byte[] bytes = key.getBytes(UTF_8);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        WriteCall call = new WriteCall(
                new Write(List.of(new KeyWrite(bytes, bytes, KeyWrite.ANY)), null, deadline),
                new ReplyLane(parts.context()));
        parts.replies().admit(call);
        parts.thread().submit(call);
        return call.promise().future();
    }

    private void begin() throws IOException {
        ReplicaOptions self = parts.options();
        TreeMap<Integer, MemberState> members = new TreeMap<>();
        members.put(self.number(), new MemberState(self.number(), "", 0, 0));
        GroupState alone = new GroupState(
                self.group(),
                members,
                OptionalInt.of(self.number()),
                List.of(self.number()),
                EPOCH,
                new GroupState.Versions(0, 0, 0, 0),
                Optional.empty());
        if (parts.coordination().state() instanceof SessionState.Connected session) {
            // Of no use, since this member's session was not promoted in this epoch; but it was gone through once.
            SessionLease.hold(parts.coordination(), alone, session, System::nanoTime, state -> {})
                    .close();
        }
        term = new PrimaryTerm(parts, alone, RingState.settled(1, 1, List.of(self.group())), new AlwaysGood(), this);
        new ArcExport(term, parts).end();
        term.begin();
    }

    private void end() {
        if (term != null) {
            term.end("the trial is over");
        }
    }

    @Override
    public void accept(WriteCall call) throws IOException {
        term.accept(call);
    }

    @Override
    public LogThread.Hold hold(int writes) {
        return term.hold(writes);
    }

    @Override
    public void endOfTurn() throws IOException {
        if (term != null) {
            term.endOfTurn();
        }
        parts.replies().send();
    }

    @Override
    public void failed(Throwable failure) {
        LOG.warn("the trial of a term failed", failure);
        served.tryFail(failure);
    }

    @Override
    public void serving(Serving serving) {
        if (serving != null) {
            served.tryComplete();
        }
    }

    @Override
    public void over(PrimaryTerm ended, String detail) {
        // Nothing rests on it.
    }

    /** Nobody else could answer for this log. */
    private static final class AlwaysGood implements Lease {

        @Override
        public boolean isGood() {
            return true;
        }

        @Override
        public long remainingNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close() {
            // There is nothing to give up.
        }
    }
}
