/** Membership in the cluster of event buses by which controllers tell each other news. Nothing correct rests on it. */
package io.conclave.cluster;
