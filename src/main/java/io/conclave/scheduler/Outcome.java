package io.conclave.scheduler;

import io.conclave.bus.Reason;
import java.util.Locale;

/** What would come of a {@link Change}: the other half of a {@link Counterfactual}. */
enum Outcome implements Reason {
    MOVES("would move", "就会迁移"),
    STAYS("would not move", "就不会迁移"),
    IS_SOURCE("would be the source", "就会成为源"),
    IS_TARGET("would be the target", "就会成为目标"),
    IS_NO_TARGET("would not be the target", "就不会成为目标"),
    TAKES_FILES("could take files", "就可以接收文件");

    private final String english;
    private final String chinese;

    Outcome(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** Whether this is what the step comes to for the node. */
    boolean holds(Step step, int node) {
        return switch (this) {
            case MOVES -> step.moves() && step.source() == node;
            case STAYS -> !step.moves() || step.source() != node;
            case IS_SOURCE -> step.source() == node;
            case IS_TARGET -> step.target() == node;
            case IS_NO_TARGET -> step.target() != node;
            case TAKES_FILES -> true;
        };
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String english() {
        return english;
    }

    @Override
    public String chinese() {
        return chinese;
    }
}
