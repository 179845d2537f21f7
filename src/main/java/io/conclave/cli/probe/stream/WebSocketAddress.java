package io.conclave.cli.probe.stream;

import io.conclave.web.command.Callers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a controller is and how it lets one in.
 *
 * @param url http or https, a host, maybe a port and a path before the controller's own
 * @param token that the controller was started with, where it has one
 * @param authority of its certificate, as PEM; without it the machine's own authorities are trusted
 */
public record WebSocketAddress(URI url, Optional<String> token, Optional<Path> authority) {

    /** A snapshot of everything, of hundreds of servers, stays far below it. */
    static final int LARGEST_FRAME_BYTES = 64 << 20;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(8);
    private static final String PATH = "eventbus/websocket";
    private static final int SECURE_PORT = 443;
    private static final int PLAIN_PORT = 80;

    WebSocketClientOptions clientOptions() {
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setConnectTimeout((int) CONNECT_LIMIT.toMillis())
                .setMaxFrameSize(LARGEST_FRAME_BYTES)
                .setMaxMessageSize(LARGEST_FRAME_BYTES)
                .setClosingTimeout(1);
        authority.ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        return options;
    }

    WebSocketConnectOptions connectOptions() {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : secure ? SECURE_PORT : PLAIN_PORT;
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        // An IPv6 address has brackets in the header that names the host, and none where it is connected to.
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setServer(SocketAddress.inetSocketAddress(port, bare(url.getHost())))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(secure)
                .setTimeout(CONNECT_LIMIT.toMillis())
                .setURI((path.endsWith("/") ? path : path + "/") + PATH);
        options.putHeader(Callers.HEADER, Callers.PROBE);
        token.ifPresent(given -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + given));
        return options;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
