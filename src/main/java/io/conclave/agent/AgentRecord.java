package io.conclave.agent;

import java.time.Instant;

/**
 * What the znode of an agent says.
 *
 * @param node whose storage it is
 * @param url where it is reached, {@code http://host:port}
 * @param storageId of its folder, which stays the same as long as the folder does
 * @param started when the process began
 * @param version of the program
 */
public record AgentRecord(String node, String url, String storageId, Instant started, String version) {}
