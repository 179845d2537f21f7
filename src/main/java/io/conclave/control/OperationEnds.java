package io.conclave.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.conclave.audit.Operation;
import io.conclave.audit.OperationLog;
import io.conclave.audit.OperationStatus;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down how operations of control end. */
final class OperationEnds {

    private static final Logger LOG = LoggerFactory.getLogger(OperationEnds.class);

    private final OperationLog operations;

    OperationEnds(OperationLog operations) {
        this.operations = operations;
    }

    /** Closes one; never fails, since what was done is done, whether or not its end could be written down. */
    Future<?> finish(Operation operation, OperationStatus status, JsonNode details) {
        return operations.finish(operation, status, details).mapEmpty().otherwise(unwritten -> {
            LOG.error("operation {} ended {} but stays open in the audit", operation.id(), status, unwritten);
            return null;
        });
    }

    /**
     * Closes one that came to nothing, with what stood against it.
     *
     * @return fails with the cause, once the row is closed
     */
    <T> Future<T> failed(Operation operation, Throwable cause, ObjectNode details) {
        Problem problem = ProblemException.of(cause);
        details.put("code", problem.code()).put("reason", problem.detail());
        return finish(operation, status(problem), details).compose(ignored -> Future.failedFuture(cause));
    }

    private static OperationStatus status(Problem problem) {
        if (problem.code().equals(OutcomeUnknown.CODE)) {
            return OperationStatus.INTERRUPTED;
        }
        return problem.status() == 409 ? OperationStatus.REFUSED : OperationStatus.FAILED;
    }
}
