package io.conclave.files;

import io.conclave.bus.Problem;
import io.conclave.bus.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a file may be called. A name is a text to show and to search, never a path: the bytes lie under the file's id.
 * So a name comes back exactly as it was given, or is refused; nothing is normalised, trimmed or replaced.
 *
 * <p>Refused is what could deceive or break whoever gets the name next: separators and dots that make it a path, also
 * where they appear only after percent-decoding (RFC 3986, section 2.1); control characters and line breaks (log and
 * header injection); the bidirectional embeddings, overrides and isolates of Unicode TR 9, which show {@code exe.txt}
 * for {@code txt.exe} (CVE-2021-42574); half surrogates, which are no text. Names in NFC and NFD are different names,
 * told apart by their ids, as are {@code CON}, a leading {@code -} or a trailing dot: harmless here, so kept.
 */
final class FileName {

    /**
     * The longest name in bytes of UTF-8, as on ext4, XFS, NTFS (in units) and APFS: whoever downloads it can save it.
     */
    static final int LONGEST_BYTES = 255;

    private static final String ALLOWED = "1 to " + LONGEST_BYTES
            + " bytes of UTF-8 that are no path: without / \\ control characters or direction overrides, not . or ..";
    private static final int DEEPEST_ENCODING = 3;

    private FileName() {}

    /**
     * Gives the name back as it is.
     *
     * @throws ProblemException 400 {@code invalid_name}, saying what is wrong with it
     */
    static String checked(String name) {
        if (name == null || name.isBlank()) {
            throw refused("the name is empty", name);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw refused("the name holds half a surrogate pair", null);
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_BYTES) {
            throw refused("the name has " + bytes + " bytes", name);
        }
        String decoded = name;
        for (int depth = 0; depth <= DEEPEST_ENCODING; depth++) {
            requireNoPath(decoded, name);
            String next = percentDecoded(decoded);
            if (next.equals(decoded)) {
                return name;
            }
            decoded = next;
        }
        throw refused("the name is percent-encoded more than " + DEEPEST_ENCODING + " times", name);
    }

    private static void requireNoPath(String text, String name) {
        if (text.equals(".") || text.equals("..")) {
            throw refused("the name is a folder's", name);
        }
        text.codePoints().forEach(character -> {
            if (character == '/' || character == '\\') {
                throw refused("the name holds a path separator", name);
            }
            if (Character.isISOControl(character) || character == 0x2028 || character == 0x2029) {
                throw refused(String.format("the name holds the control character U+%04X", character), name);
            }
            if ((character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069)) {
                throw refused(String.format("the name holds the direction override U+%04X", character), name);
            }
        });
    }

    /** Decodes what is a valid escape and leaves the rest: {@code 100%} stays. */
    private static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                decoded.write(bytes[i]);
            } else {
                decoded.write(high << 4 | low);
                i += 2;
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static ProblemException refused(String detail, String name) {
        return new Problem(400, "invalid_name", detail, "name", name, ALLOWED).asException();
    }
}
