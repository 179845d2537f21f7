package io.conclave.cli.probe.text;

import org.jline.utils.AttributedStyle;

/** How a piece of text is meant, which is its colour where there are colours. Never the only sign of anything. */
public enum Tone {
    PLAIN(AttributedStyle.DEFAULT),
    QUIET(AttributedStyle.DEFAULT.faint()),
    STRONG(AttributedStyle.DEFAULT.bold()),
    NAME(AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN)),
    GOOD(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN)),
    WARNING(AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW)),
    BAD(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED).bold());

    private final AttributedStyle style;

    Tone(AttributedStyle style) {
        this.style = style;
    }

    /** The style of a terminal. */
    public AttributedStyle style() {
        return style;
    }

    /** The tone of a health, status or step. */
    public static Tone of(String word) {
        return switch (word) {
            case "healthy", "ok", "done", "serving", "available" -> GOOD;
            case "down", "failed", "critical", "unavailable", "lost" -> BAD;
            case "degraded", "hung", "unknown", "refused", "interrupted", "cancelled" -> WARNING;
            default -> PLAIN;
        };
    }
}
