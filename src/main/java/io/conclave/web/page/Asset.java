package io.conclave.web.page;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the page, ready to be sent.
 *
 * @param mediaType of its content
 * @param etag changes with its content
 * @param plain its bytes
 * @param gzipped the same compressed, or null where that saves nothing
 */
record Asset(String mediaType, String etag, Buffer plain, Buffer gzipped) {

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "woff2", "font/woff2",
            "webmanifest", "application/manifest+json");

    /** Prepares a file; what its name ends with says what it is. */
    static Asset of(String name, byte[] content) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        byte[] gzipped = gzip(content);
        return new Asset(
                MEDIA_TYPES.getOrDefault(ending, "application/octet-stream"),
                '"' + hash(content) + '"',
                Buffer.buffer(content),
                gzipped.length < content.length ? Buffer.buffer(gzipped) : null);
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes) {
            {
                // Once at the start, for all who ever come.
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
