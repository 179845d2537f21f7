package io.conclave.kv.client;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How members prove who they are, and the client to them.
 *
 * @param ca the PEM file of the authority that members' certificates are to be from
 * @param own the client's certificate, where members ask for one
 */
public record ClientTls(Path ca, Optional<KeyPair> own) {

    /**
     * A certificate with its key.
     *
     * @param cert the PEM file of the certificate
     * @param key the PEM file of its key
     */
    public record KeyPair(Path cert, Path key) {}

    void configure(HttpClientOptions options) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setVerifyHost(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
        own.ifPresent(pair -> options.setKeyCertOptions(new PemKeyCertOptions()
                .setCertPath(pair.cert().toString())
                .setKeyPath(pair.key().toString())));
    }
}
