package io.conclave.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) as it is kept with each file: 64 lower-case hexadecimal digits. */
final class Sha256 {

    private static final int BUFFER_BYTES = 128 << 10;

    private Sha256() {}

    /** A digest to feed piece by piece. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Ends a digest. */
    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of all that is in the file. */
    static String of(FileChannel file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER_BYTES, file.size()))];
        ByteBuffer window = ByteBuffer.wrap(buffer);
        for (int read = file.read(window); read >= 0; read = file.read(window)) {
            digest.update(buffer, 0, read);
            window.clear();
        }
        return hex(digest);
    }
}
