package io.conclave.cli.probe.stream;

import io.conclave.config.CoordinationSettings;
import java.util.Optional;

/**
 * Where a cluster of controllers is joined.
 *
 * @param coordination the ensemble by which its members find each other
 * @param host the address of this machine that the controllers reach us at
 * @param token what the controllers ask for with each command, where they ask
 */
public record ClusterAddress(CoordinationSettings coordination, String host, Optional<String> token) {

    @Override
    public String toString() {
        return "the cluster " + coordination.root() + " at " + coordination.connectString();
    }
}
