package io.conclave.cli.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.conclave.bus.Json;
import io.conclave.bus.ProblemException;
import io.conclave.cli.probe.stream.ClusterSource;
import io.conclave.cli.probe.stream.MessageSource;
import io.conclave.cli.probe.stream.SourceException;
import io.conclave.cli.probe.stream.WebSocketAddress;
import io.conclave.cli.probe.stream.WebSocketSource;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which controller is meant and how it lets one in: what all probes have in common. */
final class ControllerOptions {

    @Option(
            names = "--url",
            paramLabel = "<http://host:port>",
            description = "The controller, http or https; without it the one that runs in --data-dir, which is looked"
                    + " up again with each connection")
    private URI url;

    @Option(
            names = "--data-dir",
            paramLabel = "<dir>",
            defaultValue = "${env:DATA_DIR:-data}",
            description = "Where a running controller has its run.json (${DEFAULT-VALUE})")
    private Path dataDir;

    @Option(
            names = "--token",
            paramLabel = "<token>",
            defaultValue = "${env:CONCLAVE_TOKEN}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "What the controller asks callers for; better set as CONCLAVE_TOKEN, since other users see"
                    + " flags")
    private String token;

    @Option(
            names = "--tls-ca",
            paramLabel = "<file>",
            description = "The authority of an https controller's certificate, as PEM, where this machine does not"
                    + " trust it anyhow")
    private Path authority;

    @Mixin
    private ClusterOptions cluster;

    /** Checks them; refuses what cannot work, by the name of the option. */
    void check(CommandSpec command) {
        try {
            if (url != null) {
                checked(url, "--url");
            }
            cluster.check(url != null);
            if (authority != null && !Files.isReadable(authority)) {
                throw new IllegalArgumentException("--tls-ca " + authority + " cannot be read");
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** A new way to the controller for each attempt; throws a {@link SourceException} where none runs now. */
    Supplier<MessageSource> sources(Vertx vertx) {
        return cluster.wanted()
                ? () -> new ClusterSource(vertx, cluster.address(this::run, token()))
                : () -> new WebSocketSource(
                        vertx, new WebSocketAddress(address(), token(), Optional.ofNullable(authority)));
    }

    private Optional<String> token() {
        return Optional.ofNullable(token).filter(given -> !given.isEmpty());
    }

    /** Whether it is asked as a member of the controllers' cluster. */
    boolean isOfCluster() {
        return cluster.wanted();
    }

    /** Where it is, as far as is known now. */
    String where() {
        try {
            return cluster.wanted()
                    ? cluster.address(this::run, token()).toString()
                    : address().toString();
        } catch (SourceException away) {
            return runFile().toString();
        }
    }

    /** Whether it is on this machine, as far as its address tells. */
    boolean isHere() {
        return !cluster.wanted() && LagCommand.isHere(address());
    }

    /**
     * Where it is.
     *
     * @throws SourceException where none runs in the data folder
     */
    private URI address() {
        if (url != null) {
            return url;
        }
        try {
            return checked(URI.create(run().path("http").asText()), runFile().toString());
        } catch (IllegalArgumentException e) {
            throw unclear();
        }
    }

    private Path runFile() {
        return dataDir.resolve("run.json");
    }

    private JsonNode run() {
        try {
            return Json.parse(Files.readString(runFile()));
        } catch (IOException e) {
            throw new SourceException(
                    SourceException.Kind.UNREACHABLE,
                    "no controller runs in --data-dir " + dataDir + "; start one, or give "
                            + (cluster.wanted() ? "--coordination-zk host1:2181,…" : "--url http://host:port"));
        } catch (ProblemException e) {
            throw unclear();
        }
    }

    private SourceException unclear() {
        return new SourceException(
                SourceException.Kind.UNREACHABLE, runFile() + " does not tell where the controller is");
    }

    private static URI checked(URI address, String from) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean plain =
                address.getRawQuery() == null && address.getRawFragment() == null && address.getRawUserInfo() == null;
        if (!(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null || !plain) {
            throw new IllegalArgumentException(
                    from + " " + address + " must be http:// or https://, a host, and maybe a port and a path");
        }
        return address;
    }
}
