package io.conclave.config;

/**
 * How nodes are acted on.
 *
 * @param mode which way ({@code NODE_CONTROL})
 * @param docker the engine, for {@link ControlMode#DOCKER}
 * @param commands the commands, for {@link ControlMode#COMMAND}
 */
public record ControlSettings(ControlMode mode, DockerSettings docker, CommandSettings commands) {}
