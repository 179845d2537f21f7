package io.conclave.kv.data;

import io.conclave.kv.KvException;
import io.conclave.kv.KvException.Redirect;
import io.conclave.kv.KvReason;
import io.conclave.kv.replica.KeyWrite;
import io.conclave.kv.ring.RingState;
import java.util.List;
import java.util.Optional;

/** Refuses calls for keys that are not this group's, with who is the one to ask, before anything is done. */
final class Ownership {

    private final String group;
    private final Directory directory;

    /** Of a member of this group. */
    Ownership(String group, Directory directory) {
        this.group = group;
        this.directory = directory;
    }

    /** Refuses where the key is another group's. */
    void check(byte[] key) {
        RingState ring = directory.ring();
        Optional<String> owner = ring.owner(key);
        if (owner.isEmpty() || !owner.get().equals(group)) {
            throw elsewhere(owner.orElse(""), ring.version());
        }
    }

    /** Refuses where the keys are another group's, or of several groups. */
    void checkAll(List<KeyWrite> writes) {
        RingState ring = directory.ring();
        String first = ring.owner(writes.get(0).key()).orElse("");
        for (int i = 1; i < writes.size(); i++) {
            String other = ring.owner(writes.get(i).key()).orElse("");
            if (!other.equals(first)) {
                throw RequestChecks.invalid(
                        "writes[" + i + "].key",
                        "is of group " + other,
                        "only keys of one group are allowed, and writes[0].key is of " + first);
            }
        }
        if (!first.equals(group)) {
            throw elsewhere(first, ring.version());
        }
    }

    private KvException elsewhere(String owner, long ringVersion) {
        return KvException.elsewhere(KvReason.NOT_OWNER, new Redirect(owner, directory.primaryOf(owner), ringVersion));
    }
}
