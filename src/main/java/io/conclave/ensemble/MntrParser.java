package io.conclave.ensemble;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads the reply of {@code mntr}, of 3.4 to 3.9: one {@code zk_name<TAB>value} a line. Lines of another form are
 * skipped; it throws for no text at all.
 */
final class MntrParser {

    private static final String PREFIX = "zk_";

    private MntrParser() {}

    /** Reads what there is. */
    static MntrReply parse(String text) {
        Collector collector = new Collector();
        for (String line : ReplyLines.complete(text)) {
            int tab = line.indexOf('\t');
            if (tab > PREFIX.length() && line.startsWith(PREFIX)) {
                collector.add(line.substring(PREFIX.length(), tab), line.substring(tab + 1));
            }
        }
        return collector.reply();
    }

    /** Gathers figures of any of the three sources by one rule on which names are kept. */
    static final class Collector {

        /**
         * Servers have about 600; the bound keeps a faulty one from filling the memory and the metrics of this side.
         */
        private static final int MOST = 2_000;

        private static final int LONGEST_NAME = 120;
        private static final int LONGEST_TEXT = 300;

        private final Map<String, Double> values = new HashMap<>();
        private final Map<String, String> texts = new HashMap<>();

        /**
         * Adds one figure. Left out are figures with labels or with characters that no metric's name has, and those of
         * one top-level znode each, of which there may be as many as users make znodes.
         */
        void add(String name, String value) {
            if (values.size() + texts.size() >= MOST || !isFigure(name)) {
                return;
            }
            Double number = Numbers.decimal(value);
            if (number != null) {
                values.put(name, number);
            } else if (value.length() <= LONGEST_TEXT && !value.strip().equals("NaN")) {
                texts.put(name, value.strip());
            }
        }

        private static boolean isFigure(String name) {
            return !name.isEmpty()
                    && name.length() <= LONGEST_NAME
                    && !name.endsWith("_per_namespace")
                    && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'));
        }

        MntrReply reply() {
            return new MntrReply(values, texts);
        }
    }
}
