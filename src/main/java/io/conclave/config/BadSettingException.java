package io.conclave.config;

/** A setting whose value cannot be used. Its message is one line for the person who started the program. */
public final class BadSettingException extends RuntimeException {

    private final String setting;

    /**
     * @param setting the name of the setting at fault
     * @param message name, value and what is allowed; control characters in it are shown as escapes
     */
    BadSettingException(String setting, String message) {
        super(oneLine(message), null, false, false);
        this.setting = setting;
    }

    /** The name of the setting at fault, as in the environment. */
    public String setting() {
        return setting;
    }

    private static String oneLine(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                out.append("\\u%04x".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
