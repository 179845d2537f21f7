package io.conclave.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the Docker engine is.
 *
 * @param enabled whether it may be used at all ({@code DOCKER_CONTROL_ENABLED})
 * @param endpoint {@code unix:///path} or {@code tcp://host:port} ({@code DOCKER_ENDPOINT})
 * @param tlsCertPath folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, or empty for no TLS
 *     ({@code DOCKER_TLS_CERT_PATH})
 * @param stopGrace how long a container has to end by itself before it is killed ({@code DOCKER_STOP_TIMEOUT})
 */
public record DockerSettings(boolean enabled, URI endpoint, Optional<Path> tlsCertPath, Duration stopGrace) {}
