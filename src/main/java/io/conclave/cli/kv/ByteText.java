package io.conclave.cli.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Keys and values are bytes; people read text. */
final class ByteText {

    private ByteText() {}

    /**
     * For people: text as it is, where it is text without control characters; else with {@code \xNN} for what is not.
     */
    static String shown(byte[] bytes) {
        Optional<String> text = text(bytes).filter(ByteText::isPlain);
        if (text.isPresent()) {
            return text.get();
        }
        StringBuilder shown = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            if (b >= ' ' && b < 0x7f && b != '\\') {
                shown.append((char) b);
            } else {
                shown.append("\\x").append(HexFormat.of().toHexDigits(b));
            }
        }
        return shown.toString();
    }

    private static boolean isPlain(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) || isInvisible(c)) && text.indexOf('\\') < 0;
    }

    /** What would change how the rest of the line is shown. */
    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** For programs: the field as text where it is UTF-8, else {@code <field>Base64}. */
    static void put(ObjectNode object, String field, byte[] bytes) {
        Optional<String> text = text(bytes);
        if (text.isPresent()) {
            object.put(field, text.get());
        } else {
            object.put(field + "Base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The bytes that an argument stands for. */
    static byte[] bytes(String argument, boolean hex) {
        return hex ? HexFormat.of().parseHex(argument) : argument.getBytes(StandardCharsets.UTF_8);
    }
}
