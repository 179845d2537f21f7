package io.conclave.kv.rpc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * TLS for what a member serves and for its calls of other members.
 *
 * @param certificate PEM file with the member's certificate and what leads up to the authority's
 * @param key PEM file with its private key, PKCS 8
 * @param authority PEM file with the certificates by which other members are believed
 */
public record TlsFiles(Path certificate, Path key, Path authority) {

    /** Refuses files that cannot be read, by name. */
    public TlsFiles {
        for (Path file : List.of(certificate, key, authority)) {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("the TLS file " + file + " cannot be read");
            }
        }
    }
}
