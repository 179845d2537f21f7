package io.conclave.control.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import com.github.dockerjava.zerodep.shaded.org.apache.hc.client5.http.ConnectTimeoutException;
import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import io.conclave.config.DockerSettings;
import io.conclave.control.OutcomeUnknown;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a Docker engine within a time limit. Each call has a client, and so connections, of its own, which are closed
 * when the limit is over: an engine that accepts a connection and says nothing, or goes on saying a little, holds
 * nobody up for longer and takes no connection away from others.
 */
final class DockerEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);

    /** For the lookup of the engine's host, and again for the connection to it. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

    private static final int MOST_CONNECTIONS = 2;

    private final DockerSettings settings;
    private final EngineName name;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "conclave-docker-watch");
        thread.setDaemon(true);
        return thread;
    });

    DockerEngine(DockerSettings settings, EngineName.Lookup lookup) {
        this.settings = settings;
        this.name = new EngineName(settings.endpoint(), lookup);
    }

    /**
     * Makes calls.
     *
     * @param limit for all of them together, once the engine's host is known
     * @param what what they are for, for the error
     * @throws ProblemException 404, 409 and 502 as the engine answered, 503 {@code docker_away} where there is none or
     *     no way to it, so that nothing was asked of it, 504 {@code outcome_unknown} where the limit was over
     */
    <T> T call(Duration limit, String what, Function<DockerClient, T> calls) {
        AtomicBoolean over = new AtomicBoolean();
        try {
            name.requireKnown(limit.compareTo(CONNECT_LIMIT) < 0 ? limit : CONNECT_LIMIT);
        } catch (IOException e) {
            throw away(e);
        }
        try (DockerClient client = client(limit)) {
            ScheduledFuture<?> deadline = watch.schedule(
                    () -> {
                        over.set(true);
                        close(client);
                    },
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
            try {
                return calls.apply(client);
            } finally {
                deadline.cancel(false);
            }
        } catch (ProblemException e) {
            throw e;
        } catch (IOException e) {
            throw away(e);
        } catch (RuntimeException e) {
            throw problem(e, over.get(), limit, what);
        }
    }

    /** A client without a limit of its own, for a log that is followed; the caller closes it. */
    DockerClient forFollowing() {
        return client(null);
    }

    private DockerClient client(Duration limit) {
        DefaultDockerClientConfig.Builder builder = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(settings.endpoint().toString())
                .withDockerTlsVerify(settings.tlsCertPath().isPresent());
        settings.tlsCertPath().ifPresent(folder -> builder.withDockerCertPath(folder.toString()));
        DockerClientConfig config = builder.build();
        ZerodepDockerHttpClient.Builder http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeout(CONNECT_LIMIT);
        if (limit != null) {
            http.responseTimeout(limit);
        }
        return DockerClientImpl.getInstance(config, http.build());
    }

    private ProblemException problem(RuntimeException e, boolean over, Duration limit, String what) {
        if (over || isTimeout(e)) {
            return OutcomeUnknown.of(
                    "the Docker engine at " + settings.endpoint() + " has not answered within " + limit.toSeconds()
                            + " s (" + what + "); nobody knows what became of it, so look before you repeat it");
        }
        if (e instanceof NotFoundException) {
            return new Problem(404, "unknown_container", message(e), "node", null, null).asException();
        }
        if (e instanceof ConflictException) {
            return Problem.conflict("docker_refused", message(e)).asException();
        }
        if (e instanceof DockerException) {
            return new Problem(502, "docker_refused", message(e), null, null, null).asException();
        }
        return away(e);
    }

    private ProblemException away(Exception e) {
        LOG.debug("no Docker engine", e);
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return Problem.unavailable(
                        "docker_away",
                        "no Docker engine answers at " + settings.endpoint() + ": " + cause.getMessage()
                                + "; check DOCKER_ENDPOINT and that this user may use it")
                .asException();
    }

    /** Whether an answer did not come; a connection that did not come has asked nothing. */
    private static boolean isTimeout(Throwable e) {
        for (Throwable cause = e; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof ConnectTimeoutException) {
                return false;
            }
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static String message(RuntimeException e) {
        return "the Docker engine answered: " + String.valueOf(e.getMessage()).strip();
    }

    private static void close(DockerClient client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("a client of the Docker engine did not close cleanly", e);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        name.close();
    }
}
