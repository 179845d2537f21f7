package io.conclave.scheduler;

import java.util.Iterator;

/** Where a plan reads candidates from: the live index, or what a stored decision once read from it. */
@FunctionalInterface
interface NewestFiles {

    /** The node's files that are free to move, newest first; read only as far as the plan needs. */
    Iterator<PlanFile> of(String node);
}
