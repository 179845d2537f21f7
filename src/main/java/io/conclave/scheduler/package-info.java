/**
 * Decides where files should be and explains every decision: a pure planner over an incremental index, the strategies
 * it can follow, and the verticle that runs its rounds.
 */
package io.conclave.scheduler;
