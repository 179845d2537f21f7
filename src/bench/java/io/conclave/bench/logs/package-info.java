/** The log centre against what people have without it: grep over the same files. */
package io.conclave.bench.logs;
