package io.conclave.kv.replica;

import io.conclave.kv.KvException;
import io.conclave.kv.KvReason;
import io.conclave.kv.log.KvLog;
import io.conclave.kv.log.LogRecord;
import io.conclave.kv.log.Sessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decides what a write comes to, by all that is in the log, applied or not. What it decides holds only if all of that
 * becomes committed, so the answer has to wait for it, also where nothing is written.
 */
final class WriteJudge {

    private static final KeyResult NOTHING = new KeyResult(false, 0);

    private final KvLog log;
    private final PendingState pending;
    private long version;

    /** A judge at the start of a term. */
    WriteJudge(KvLog log, PendingState pending) throws IOException {
        this.log = log;
        this.pending = pending;
        this.version = log.lastVersion();
    }

    /** What a write comes to. */
    sealed interface Judgement {}

    /**
     * Records are to be written.
     *
     * @param records at least one
     */
    record Writes(List<LogRecord> records, WriteResult result) implements Judgement {}

    /** Nothing is written, and this is the answer. */
    record Answers(WriteResult result) implements Judgement {}

    /** Nothing is written, and this is why. */
    record Refuses(KvException why) implements Judgement {}

    /** The highest version that was given. */
    long version() {
        return version;
    }

    /** Versions from here on are above this one. */
    void raise(long floor) {
        version = Math.max(version, floor);
    }

    /** What was judged last is not in the log after all. */
    void resetTo(long last) {
        version = last;
    }

    /** Judges a write. Where records are to be written, the next write has to be judged after they were added. */
    Judgement judge(Write write) throws IOException {
        Judgement repeated = write.requestId() == null ? null : repeated(write.requestId());
        if (repeated != null) {
            return repeated;
        }
        List<KeyWrite> keys = write.writes();
        for (KeyWrite key : keys) {
            if (key.ifVersion() != KeyWrite.ANY && key.ifVersion() != version(key.key())) {
                return new Answers(standing(keys));
            }
        }
        return keys.size() == 1 ? one(keys.get(0), write.requestId()) : several(keys, write.requestId());
    }

    private Judgement repeated(RequestIdentity request) throws IOException {
        io.conclave.kv.log.RequestIdentity identity = identity(request);
        List<KeyResult> waiting = pending.answer(identity);
        if (waiting != null) {
            return new Answers(new WriteResult(true, List.copyOf(waiting)));
        }
        Sessions.Known known = log.sessions().find(identity);
        if (known instanceof Sessions.Answered answered) {
            return new Answers(new WriteResult(
                    true,
                    answered.keys().stream()
                            .map(key -> new KeyResult(key.found(), key.version()))
                            .toList()));
        }
        return known instanceof Sessions.Stale
                ? new Refuses(KvException.of(KvReason.STALE_REQUEST, Map.of("number", request.number())))
                : null;
    }

    private Judgement one(KeyWrite key, RequestIdentity request) throws IOException {
        boolean found = !key.deletes() || version(key.key()) != 0;
        if (!found) {
            return new Answers(new WriteResult(true, List.of(NOTHING)));
        }
        LogRecord record = record(key, true, identity(request));
        return new Writes(List.of(record), new WriteResult(true, List.of(new KeyResult(true, version))));
    }

    private Judgement several(List<KeyWrite> keys, RequestIdentity request) throws IOException {
        io.conclave.kv.log.RequestIdentity identity = identity(request);
        List<LogRecord> records = new ArrayList<>(keys.size());
        List<KeyResult> results = new ArrayList<>(keys.size());
        boolean changes = false;
        long before = version;
        for (KeyWrite key : keys) {
            boolean found = !key.deletes() || version(key.key()) != 0;
            changes |= found;
            records.add(record(key, found, identity));
            results.add(new KeyResult(found, version));
        }
        if (!changes) {
            version = before;
            return new Answers(standing(keys, true));
        }
        return new Writes(records, new WriteResult(true, results));
    }

    private LogRecord record(KeyWrite key, boolean found, io.conclave.kv.log.RequestIdentity request) {
        version++;
        return key.deletes()
                ? new LogRecord.Delete(key.key(), version, found, request)
                : new LogRecord.Put(key.key(), key.value(), version, request);
    }

    private WriteResult standing(List<KeyWrite> keys) throws IOException {
        return standing(keys, false);
    }

    private WriteResult standing(List<KeyWrite> keys, boolean applied) throws IOException {
        List<KeyResult> results = new ArrayList<>(keys.size());
        for (KeyWrite key : keys) {
            long standing = version(key.key());
            results.add(new KeyResult(standing != 0, standing));
        }
        return new WriteResult(applied, results);
    }

    private long version(byte[] key) throws IOException {
        long waiting = pending.version(key);
        return waiting >= 0 ? waiting : log.version(key);
    }

    private static io.conclave.kv.log.RequestIdentity identity(RequestIdentity request) {
        return request == null
                ? null
                : new io.conclave.kv.log.RequestIdentity(request.client(), request.number(), request.firstIncomplete());
    }
}
