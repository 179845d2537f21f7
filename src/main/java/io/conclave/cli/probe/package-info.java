/** {@code conclave probe}: what a controller tells, for people at a terminal and for scripts. */
package io.conclave.cli.probe;
