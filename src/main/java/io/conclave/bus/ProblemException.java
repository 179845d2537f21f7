package io.conclave.bus;

/** Carries a {@link Problem} through a failed future. Has no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** The problem to answer with. */
    public Problem problem() {
        return problem;
    }

    /** The problem that stands behind a failure: its own, or an internal one for what nobody foresaw. */
    public static Problem of(Throwable failure) {
        return failure instanceof ProblemException known ? known.problem : Problem.internal(String.valueOf(failure));
    }
}
