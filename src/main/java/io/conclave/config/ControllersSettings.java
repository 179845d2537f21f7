package io.conclave.config;

import java.net.URI;

/**
 * This controller as one of several ({@code CONTROLLERS_ENABLED}).
 *
 * @param id its name, unlike that of every other ({@code CONTROLLER_ID})
 * @param advertisedUrl where the others, and whoever is told of it, reach its page and REST; null where it follows from
 *     the address and port that it listens on ({@code ADVERTISED_URL})
 * @param busHost address that the others reach its clustered event bus at, and that this one listens on
 *     ({@code CLUSTER_HOST})
 */
public record ControllersSettings(String id, URI advertisedUrl, String busHost) {}
