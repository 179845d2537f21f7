/** How long it takes to ask a large ensemble of which a part does not answer. */
package io.conclave.bench.polls;
