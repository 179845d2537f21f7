/** What a plan costs, and that it does not depend on how many files there are. */
package io.conclave.bench.plan;
