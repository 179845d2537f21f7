/** What {@code conclave probe check} finds: pure verdicts on a snapshot. */
package io.conclave.cli.probe.check;
