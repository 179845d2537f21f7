package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.storage.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far one request for generated files is. Touched by one step at a time. */
final class Production {

    private static final int MOST_IDS = 100;

    private final GenerateFiles request;
    private final Placement placement;
    private final Map<String, Integer> perNode = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<String> untaken = new ArrayList<>();
    private int begun;
    private int made;
    private Problem stopped;

    Production(GenerateFiles request, Placement placement) {
        this.request = request;
        this.placement = placement;
        untaken.addAll(placement.nodes());
    }

    /** Whether all are begun, or something ended it. */
    boolean isOver() {
        return stopped != null || begun == request.count();
    }

    /** The nodes of the files to make next. */
    List<String> nextNodes(int most) {
        int from = begun;
        begun = Math.min(request.count(), begun + most);
        return placement.nodes().subList(from, begun);
    }

    long sizeBytes() {
        return request.sizeBytes();
    }

    int made() {
        return made;
    }

    StoredFile file(Written written, String node, String name, FileLedger ledger) {
        return FileRows.created(
                written, node, name, request.action().code(), request.actor(), placement.reason(), ledger.now());
    }

    /** These are recorded. */
    void add(List<StoredFile> files) {
        for (StoredFile file : files) {
            perNode.merge(file.node(), 1, Integer::sum);
            untaken.remove(file.node());
            if (ids.size() < MOST_IDS) {
                ids.add(file.id());
            }
        }
        made += files.size();
    }

    void stop(Problem problem) {
        stopped = problem;
    }

    /** One entry for each place that was promised and not taken. */
    List<String> untaken() {
        return untaken;
    }

    FilesCreated result() {
        return new FilesCreated(made, perNode, ids, placement, stopped);
    }
}
