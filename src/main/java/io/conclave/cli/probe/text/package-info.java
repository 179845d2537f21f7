/** How messages read: for people, for programs, safe for terminals. Knows nothing of where they come from. */
package io.conclave.cli.probe.text;
