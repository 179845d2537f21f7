package io.conclave.files;

import java.util.List;

/**
 * Gives places back that {@link PlaceFile} promised and nobody took.
 *
 * @param nodes one entry a file
 */
public record ReleasePlacement(List<String> nodes) {
    public ReleasePlacement {
        nodes = List.copyOf(nodes);
    }
}
