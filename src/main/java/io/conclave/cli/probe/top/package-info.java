/** {@code conclave probe top}: what is known, how it is drawn, and the terminal that it is drawn on. */
package io.conclave.cli.probe.top;
