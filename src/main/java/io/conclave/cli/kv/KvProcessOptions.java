package io.conclave.cli.kv;

import io.conclave.kv.rpc.RpcOptions;
import io.conclave.kv.rpc.TlsFiles;
import io.conclave.kv.znodes.CoordinationOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What all commands that run a process of the store have in common. */
final class KvProcessOptions {

    @Option(
            names = "--zk",
            required = true,
            paramLabel = "<host:port,...>",
            description = "The ensemble that coordinates the store")
    private String zk;

    @Option(
            names = "--kv-root",
            paramLabel = "<path>",
            defaultValue = "/kv",
            description = "The znode below which the store is (${DEFAULT-VALUE})")
    private String root;

    @Option(
            names = "--host",
            paramLabel = "<host>",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen on and to be found under; any other than a loopback one takes --kv-token"
                            + " or --insecure (${DEFAULT-VALUE})")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "0",
            description = "0 takes a free one (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--data-dir",
            required = true,
            paramLabel = "<dir>",
            description = "A folder for this process alone; run.json there tells where it is reached")
    private Path dataDir;

    @Option(
            names = "--session-timeout-ms",
            paramLabel = "<ms>",
            defaultValue = "5000",
            description = "After how long without a sign of life the ensemble gives this process up (${DEFAULT-VALUE})")
    private long sessionTimeoutMs;

    @Option(
            names = "--kv-token",
            paramLabel = "<token>",
            defaultValue = "${env:CONCLAVE_KV_TOKEN}",
            description = "What every caller has to show as a bearer token; all members of a store have the same"
                    + " (CONCLAVE_KV_TOKEN)")
    private String token;

    @Option(
            names = "--insecure",
            description =
                    "Allows an address that others can reach without a token; whoever reaches it can do everything")
    private boolean insecure;

    @ArgGroup(exclusive = false)
    private Tls tls;

    /** All three or none. */
    static final class Tls {

        @Option(
                names = "--tls-cert",
                required = true,
                paramLabel = "<file>",
                description = "PEM file with this member's certificate")
        private Path certificate;

        @Option(
                names = "--tls-key",
                required = true,
                paramLabel = "<file>",
                description = "PEM file with its private key, PKCS 8")
        private Path key;

        @Option(
                names = "--tls-ca",
                required = true,
                paramLabel = "<file>",
                description = "PEM file with the certificates by which other members are believed")
        private Path authority;
    }

    /** The folder. */
    Path dataDir() {
        return dataDir.toAbsolutePath().normalize();
    }

    /** Which ensemble. */
    CoordinationOptions coordination() {
        return new CoordinationOptions(zk, root, Duration.ofMillis(sessionTimeoutMs));
    }

    /** How it is reached. */
    RpcOptions rpc() {
        Optional<TlsFiles> files =
                Optional.ofNullable(tls).map(given -> new TlsFiles(given.certificate, given.key, given.authority));
        Optional<String> shown = Optional.ofNullable(token).filter(given -> !given.isEmpty());
        return new RpcOptions(host, port, shown, files).checkExposure(insecure);
    }
}
