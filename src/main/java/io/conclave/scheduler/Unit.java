package io.conclave.scheduler;

import com.fasterxml.jackson.annotation.JsonValue;
import io.conclave.bus.Sentence;
import java.util.Locale;

/** What a load is counted in, and how a person reads it. */
enum Unit {
    FILES {
        @Override
        Sentence text(double amount) {
            String number = number(amount);
            return new Sentence(number + (amount == 1 ? " file" : " files"), number + " 个文件");
        }
    },
    BYTES {
        @Override
        Sentence text(double amount) {
            return bytes(Math.round(amount));
        }
    },
    /** Files per unit of a node's weight. */
    SHARE {
        @Override
        Sentence text(double amount) {
            String number = number(amount);
            return new Sentence(number + " weighted files", number + " 个加权文件");
        }
    };

    private static final String[] PREFIXES = {"kB", "MB", "GB", "TB", "PB", "EB"};

    /** An amount with its unit. */
    abstract Sentence text(double amount);

    /** The name on the wire. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Bytes in powers of 1000 with one decimal, rounded up, so that "that much more" is always enough. */
    static Sentence bytes(long bytes) {
        if (bytes < 1000) {
            return same(bytes + " B");
        }
        long unit = 1000;
        int prefix = 0;
        while (prefix < PREFIXES.length - 1 && bytes / unit >= 1000) {
            unit *= 1000;
            prefix++;
        }
        long tenths = bytes / (unit / 10) + (bytes % (unit / 10) == 0 ? 0 : 1);
        String fraction = tenths % 10 == 0 ? "" : "." + tenths % 10;
        return same(tenths / 10 + fraction + " " + PREFIXES[prefix]);
    }

    private static String number(double amount) {
        long hundredths = Math.round(amount * 100);
        String sign = hundredths < 0 ? "-" : "";
        long whole = Math.abs(hundredths) / 100;
        long rest = Math.abs(hundredths) % 100;
        if (rest == 0) {
            return sign + whole;
        }
        return sign + whole + (rest % 10 == 0 ? "." + rest / 10 : (rest < 10 ? ".0" : ".") + rest);
    }

    private static Sentence same(String text) {
        return new Sentence(text, text);
    }
}
