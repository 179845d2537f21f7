package io.conclave.workload;

/**
 * Asks for a page of tasks, newest first.
 *
 * @param limit rows a page, 1 to 500; null for 50
 * @param status only these, or null
 * @param before only tasks with a smaller id, or null for the newest
 */
public record ListTasks(Integer limit, TaskStatus status, Long before) {

    /** Most rows a page. */
    public static final int LARGEST_PAGE = 500;

    /** Rows of a page where nothing else is asked for. */
    public static final int USUAL_PAGE = 50;

    public ListTasks {
        if (limit == null) {
            limit = USUAL_PAGE;
        }
    }

    /** The newest of all. */
    public static ListTasks newest(int limit) {
        return new ListTasks(limit, null, null);
    }
}
