package io.conclave.control.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up the host of a Docker engine within a time limit. The system's own lookup has none that a program could set
 * and cannot be interrupted: with a name server that is away it takes longer than a whole call may. It therefore runs
 * on a thread of its own, before the call, when certainly nothing was asked of the engine yet.
 */
final class EngineName implements AutoCloseable {

    /** A lookup of a host's addresses, which may take any time. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private final URI endpoint;
    private final Lookup lookup;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "conclave-docker-name");
        thread.setDaemon(true);
        return thread;
    });

    /** @param endpoint {@code tcp://host:port}; a {@code unix:} one has no host and is always known */
    EngineName(URI endpoint, Lookup lookup) {
        this.endpoint = endpoint;
        this.lookup = lookup;
    }

    /**
     * Returns when the host has an address, which the JVM then remembers for the call itself.
     *
     * @throws IOException where it has none, or none within the limit
     */
    void requireKnown(Duration limit) throws IOException {
        String host = endpoint.getHost();
        if (host == null) {
            return;
        }
        Future<InetAddress[]> addresses = thread.submit(() -> lookup.of(host));
        try {
            addresses.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no name server gave an address of " + host + " within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new IOException("no address of " + host + " is known");
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the lookup of " + host + " was interrupted");
        } finally {
            addresses.cancel(true);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
