/**
 * The process of a data member: the services on it, and how it is put together. What a call asks for is checked here,
 * and so is whether its key is this group's; the {@link io.conclave.kv.replica.Member} does the rest.
 */
package io.conclave.kv.data;
