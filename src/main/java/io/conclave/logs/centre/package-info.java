/** The log centre at work: reads the logs into the indices, answers what is asked of them. */
package io.conclave.logs.centre;
