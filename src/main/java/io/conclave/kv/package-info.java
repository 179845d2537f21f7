/**
 * The replicated key-value store that ZooKeeper coordinates. A package a concern, and what each may touch:
 *
 * <ul>
 *   <li>{@code ring}: which group a key belongs to; pure
 *   <li>{@code log}: the storage engine of one member; files, no network
 *   <li>{@code znodes}: registration, roles, epochs and the ring in ZooKeeper; the only part that knows its client
 *   <li>{@code wire}: messages and stubs generated from {@code src/main/proto}
 *   <li>{@code replica}: one member's part in its group: writes, replication, reads, takeovers
 *   <li>{@code data}: the process of a data member, and the gRPC services on it
 *   <li>{@code server}: the process of a server, of which one is master
 *   <li>{@code client}: a client with routing and retries
 *   <li>{@code show}: the demo's processes, the checker, and what the page is told
 * </ul>
 */
package io.conclave.kv;
