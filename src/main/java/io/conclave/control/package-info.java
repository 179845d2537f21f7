/** Starts and stops the servers of the ensemble, where Conclave is allowed to. */
package io.conclave.control;
