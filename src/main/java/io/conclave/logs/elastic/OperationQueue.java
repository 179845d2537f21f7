package io.conclave.logs.elastic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Operation;
import io.conclave.bus.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Operations that are to be written, each as it stood last. Bounded: one too many is let go of, and the trail has to be
 * asked for it later.
 */
final class OperationQueue {

    private static final String INDEX = "operations";

    private final int most;
    private final Map<String, BulkItem> waiting = new LinkedHashMap<>();
    private boolean missed;

    OperationQueue(int most) {
        this.most = most;
    }

    /** What happened now; takes the place of what was known of the same operation. */
    void put(Operation operation) {
        BulkItem item = item(operation);
        if (waiting.size() < most || waiting.containsKey(item.id())) {
            waiting.put(item.id(), item);
        } else {
            missed = true;
        }
    }

    /** What the trail had; something newer that waits stays. */
    void fill(List<Operation> read) {
        read.stream().map(OperationQueue::item).forEach(item -> waiting.putIfAbsent(item.id(), item));
    }

    /** Takes out those that have waited longest. */
    List<BulkItem> take(int atMost) {
        List<BulkItem> taken = waiting.values().stream().limit(atMost).toList();
        taken.forEach(item -> waiting.remove(item.id()));
        return taken;
    }

    /** Puts back what could not be written, unless something newer waits. */
    void putBack(List<BulkItem> taken) {
        taken.forEach(item -> waiting.putIfAbsent(item.id(), item));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether something was let go of since this was asked last. */
    boolean takeMissed() {
        boolean was = missed;
        missed = false;
        return was;
    }

    private static BulkItem item(Operation operation) {
        String began = LogDocument.time(operation.timestamp());
        ObjectNode document = Json.object().put(Fields.TIME, began);
        document.setAll((ObjectNode) Json.tree(operation));
        // Another database may have an operation of the same number, though not of the same time too.
        return BulkItem.of(INDEX, began + "-" + operation.id(), true, document);
    }
}
