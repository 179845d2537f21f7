/** How fast the migration journal is written. */
package io.conclave.bench.journal;
