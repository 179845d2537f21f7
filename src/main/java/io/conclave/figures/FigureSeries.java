package io.conclave.figures;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures of one server in columns of equal length, oldest first. Null is what the server did not tell; a moment whose
 * source is null is one at which nothing could be read, which ends the line of each figure.
 *
 * @param atMs when the server told, in milliseconds since 1970, each later than the one before
 * @param source {@code mntr}, {@code admin} or {@code prometheus}
 * @param avgLatency mean of the requests answered since the moment before, in milliseconds
 * @param maxLatency the longest request since the server started or its statistics were reset, in milliseconds
 * @param connections clients that are connected
 * @param outstanding requests that wait
 * @param znodes in its copy of the tree
 * @param received packets a second since the moment before
 * @param sent packets a second since the moment before
 * @param fsync mean of the log's fsyncs since the moment before, in milliseconds
 */
public record FigureSeries(
        List<Long> atMs,
        List<String> source,
        List<Number> avgLatency,
        List<Number> maxLatency,
        List<Number> connections,
        List<Number> outstanding,
        List<Number> znodes,
        List<Number> received,
        List<Number> sent,
        List<Number> fsync) {

    /** The rows as columns. */
    static FigureSeries of(List<FigureRow> rows) {
        List<String> sources = new ArrayList<>(rows.size());
        rows.forEach(row -> sources.add(row.source()));
        return new FigureSeries(
                rows.stream().map(FigureRow::at).map(Instant::toEpochMilli).toList(),
                sources,
                column(rows, ChartedFigure.AVG_LATENCY),
                column(rows, ChartedFigure.MAX_LATENCY),
                column(rows, ChartedFigure.CONNECTIONS),
                column(rows, ChartedFigure.OUTSTANDING),
                column(rows, ChartedFigure.ZNODES),
                column(rows, ChartedFigure.RECEIVED),
                column(rows, ChartedFigure.SENT),
                column(rows, ChartedFigure.FSYNC));
    }

    private static List<Number> column(List<FigureRow> rows, ChartedFigure figure) {
        List<Number> column = new ArrayList<>(rows.size());
        rows.forEach(row -> column.add(row.get(figure)));
        return column;
    }
}
