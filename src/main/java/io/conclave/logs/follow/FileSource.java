package io.conclave.logs.follow;

import io.conclave.logs.LogService;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * A log in a file.
 *
 * @param name what its entries call it, such as {@code zk1/server.log}; remembered, so it must not change
 * @param service who writes it
 * @param node which server or controller writes it
 * @param path where it is written now; its rotated forerunners lie beside it, and are called by the same beginning
 * @param zone of times that do not tell theirs
 */
public record FileSource(String name, LogService service, String node, Path path, ZoneId zone) {}
