package io.conclave.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints outcomes as a table for people. Nothing else in the suite prints. */
final class Table {

    private static final List<String> HEAD = List.of("figure", "Conclave", "peer", "ratio", "quartiles", "goal", "");

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    /** Says that a benchmark begins: some take a while. */
    void begins(Benchmark benchmark) {
        out.println("measuring " + benchmark.name());
    }

    /** Says what a reader of the figures must know. */
    void note(String text) {
        out.println("note: " + text);
    }

    /** Prints all of them. */
    void print(List<Outcome> outcomes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Measured measured) {
                measured.figures().forEach(figure -> rows.add(row(figure)));
            } else if (outcome instanceof Outcome.NoFigure none) {
                rows.add(List.of(none.benchmark(), "no figure: " + none.why()));
            }
        }
        int[] widths = widths(rows);
        out.println();
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static List<String> row(Figure figure) {
        return List.of(
                figure.name(),
                amount(figure.ours()),
                amount(figure.peer()) + " " + figure.peer().of(),
                number(figure.ratio().median()),
                number(figure.ratio().low()) + " to " + number(figure.ratio().high()),
                figure.goals().stream().map(goal -> text(goal, figure)).collect(Collectors.joining(", ")),
                verdict(figure));
    }

    private static String verdict(Figure figure) {
        if (figure.goals().isEmpty() || figure.meetsGoals()) {
            return figure.goals().isEmpty() ? "" : "met";
        }
        return figure.goals().stream().anyMatch(goal -> goal.isBeyondPeer(figure))
                ? "MISSED, by the peer too"
                : "MISSED";
    }

    private static String text(Goal goal, Figure figure) {
        String limit = (goal.bound() == Goal.Bound.AT_LEAST ? ">= " : "<= ") + number(goal.limit());
        return goal.subject() == Goal.Subject.RATIO
                ? "ratio " + limit
                : limit + " " + figure.ours().unit();
    }

    private static String amount(Quantity quantity) {
        return number(quantity.value()) + " " + quantity.unit();
    }

    /** Three significant digits, or all before the point. */
    private static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            // What has no figures has a sentence instead, which needs no column.
            for (int i = 0; i < row.size() && row.size() == HEAD.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i))
                    .append(" ".repeat(Math.max(0, widths[i] - row.get(i).length()) + 2));
        }
        return line.toString().stripTrailing();
    }
}
