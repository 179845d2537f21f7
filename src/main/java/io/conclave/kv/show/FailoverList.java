package io.conclave.kv.show;

import java.util.List;

/** @param failovers newest first, 200 at the most */
public record FailoverList(List<Failover> failovers) {

    public FailoverList {
        failovers = List.copyOf(failovers);
    }
}
