/** What the servers' logs tell of their ensemble, for its list of events. */
package io.conclave.logs.events;
