package io.conclave.logs.elastic;

import static io.conclave.testing.Answers.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.conclave.config.ElasticSettings;
import io.conclave.logs.LogSinkException;
import io.conclave.testing.TlsFront;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind TLS, whose certificate an authority of its own has signed, for 127.0.0.1. */
class ElasticTlsTest {

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        // For its certificates alone.
        TlsFront.open(folder.resolve("none"), folder).close();
        port = done(vertx.createHttpServer(new HttpServerOptions()
                                .setSsl(true)
                                .setKeyCertOptions(new PemKeyCertOptions()
                                        .addCertPath(folder.resolve("cert.pem").toString())
                                        .addKeyPath(folder.resolve("key.pem").toString())))
                        .requestHandler(request -> request.response().end("{\"cluster_uuid\":\"one\"}"))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void close() {
        done(vertx.close());
    }

    private void connect(String host, Optional<Path> authority) throws Exception {
        URI url = URI.create("https://" + host + ":" + port);
        try (ElasticLogs logs = new ElasticLogs(
                vertx,
                new ElasticSettings(url, Optional.empty(), authority, true, 0),
                folder,
                Clock.systemUTC(),
                System::nanoTime,
                new SplittableRandom(1))) {
            assertThat(logs.sink().positions()).isEmpty();
        }
    }

    @Test
    void authorityThatIsGivenIsBelieved() throws Exception {
        connect("127.0.0.1", Optional.of(folder.resolve("ca.pem")));
    }

    @Test
    void authorityThatNobodyKnowsIsNot() {
        assertThatThrownBy(() -> connect("127.0.0.1", Optional.empty()))
                .isInstanceOf(LogSinkException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void certificateForAnotherHostIsNot() {
        assertThatThrownBy(() -> connect("localhost", Optional.of(folder.resolve("ca.pem"))))
                .isInstanceOf(LogSinkException.class);
    }
}
