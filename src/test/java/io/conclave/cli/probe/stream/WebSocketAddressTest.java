package io.conclave.cli.probe.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketAddressTest {

    @ParameterizedTest
    @CsvSource({
        "http://h:8080, h, h, 8080, false, /eventbus/websocket",
        "http://h, h, h, 80, false, /eventbus/websocket",
        "HTTPS://h/, h, h, 443, true, /eventbus/websocket",
        "https://h:8443/rooms/one, h, h, 8443, true, /rooms/one/eventbus/websocket",
        "http://[::1]:8080/, [::1], ::1, 8080, false, /eventbus/websocket",
    })
    void anAddressSaysWhereToConnectAndWhatToAskFor(
            URI url, String named, String connectedTo, int port, boolean secure, String path) {
        WebSocketConnectOptions options =
                new WebSocketAddress(url, Optional.empty(), Optional.empty()).connectOptions();
        assertThat(options.getHost()).isEqualTo(named);
        SocketAddress server = (SocketAddress) options.getServer();
        assertThat(server.host()).isEqualTo(connectedTo);
        assertThat(server.port()).isEqualTo(port);
        assertThat(options.getPort()).isEqualTo(port);
        assertThat(options.isSsl()).isEqualTo(secure);
        assertThat(options.getURI()).isEqualTo(path);
    }
}
