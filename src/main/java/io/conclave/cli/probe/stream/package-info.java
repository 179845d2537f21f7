/** Where a probe's messages come from, and what it has missed of them. */
package io.conclave.cli.probe.stream;
