package io.conclave.scheduler;

/**
 * A plan's first step with all that was weighed for it, and which verdict each node and the candidate get.
 *
 * @param inputs what was known
 * @param strategy what it was weighed by
 * @param candidates what was read of the files
 * @param loads as they are before the step
 * @param first the step
 */
record Considered(PlanInputs inputs, Strategy strategy, CandidateReading candidates, Simulation loads, Step first) {

    NodeInputs node(int index) {
        return inputs.nodes().get(index);
    }

    /** The node's name, or null for none. */
    String name(int index) {
        return index < 0 ? null : node(index).node();
    }

    /** Why the node was or was not chosen. */
    VerdictCode code(int index) {
        NodeInputs node = node(index);
        if (index == first.source() && first.reason() != PlanReason.ALL_DRAINED) {
            return node.drained() ? VerdictCode.SOURCE_DRAINED : VerdictCode.SOURCE_FULLEST;
        }
        if (node.drained()) {
            return node.files() > 0 ? VerdictCode.DRAINED : VerdictCode.DRAINED_EMPTY;
        }
        if (node.standing() != Standing.UP) {
            return VerdictCode.NODE_DOWN;
        }
        if (!node.storage()) {
            return VerdictCode.STORAGE_UNAVAILABLE;
        }
        if (first.target() < 0) {
            return VerdictCode.READY;
        }
        return index == first.target() ? codeOfTarget() : codeOfOther(index);
    }

    private VerdictCode codeOfTarget() {
        if (first.reason() == PlanReason.TARGET_FULL) {
            return VerdictCode.NO_ROOM;
        }
        return isLeastLoaded(first.target()) ? VerdictCode.TARGET_LEAST_LOADED : VerdictCode.TARGET_FIRST_THAT_DOES;
    }

    private VerdictCode codeOfOther(int index) {
        PlanFile file = first.file();
        boolean drain = node(first.source()).drained();
        boolean ahead = asTarget(index).compareTo(asTarget(first.target())) < 0;
        boolean tried = ahead || first.reason() == PlanReason.TARGET_FULL;
        if (file != null && tried && !loads.fits(file, index)) {
            return VerdictCode.NO_ROOM;
        }
        if (file != null && ahead && !drain && !loads.narrows(file, first.source(), index)) {
            return VerdictCode.WOULD_NOT_NARROW;
        }
        if (ahead) {
            return VerdictCode.LATER_IN_ORDER;
        }
        return drain && isFullestUndrained(index) ? VerdictCode.AFTER_THE_DRAIN : VerdictCode.NOT_LEAST_LOADED;
    }

    /** Whether it is the fullest of the nodes that are not drained, by enough to give files away. */
    private boolean isFullestUndrained(int index) {
        double least = Double.POSITIVE_INFINITY;
        for (Target target : loads.targets(first.source())) {
            least = Math.min(least, target.load());
            if (target.load() > loads.load(index)) {
                return false;
            }
        }
        return loads.load(index) - least >= inputs.threshold();
    }

    private boolean isLeastLoaded(int index) {
        return loads.targets(first.source()).get(0).index() == index;
    }

    private Target asTarget(int index) {
        return new Target(index, name(index), loads.load(index));
    }

    /** Why the candidate was chosen, or why it stays. */
    FileVerdictCode fileCode() {
        return switch (first.reason()) {
            case MIGRATE, DRAIN -> first.passedOver() == 0 ? FileVerdictCode.NEWEST : FileVerdictCode.NEWEST_THAT_DOES;
            case TARGET_FULL -> FileVerdictCode.TOO_LARGE;
            case NO_CANDIDATE -> FileVerdictCode.WOULD_NOT_NARROW;
            default -> FileVerdictCode.WAITS;
        };
    }
}
