/** The commands of the key-value store: its processes, and what a person asks of it. */
package io.conclave.cli.kv;
