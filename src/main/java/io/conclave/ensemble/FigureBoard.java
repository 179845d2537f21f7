package io.conclave.ensemble;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The newest figures of one node, each with its source. */
final class FigureBoard {

    private final Duration staleAfter;
    private final Map<Figure, Object> values = new EnumMap<>(Figure.class);
    private final Map<Figure, FigureSource> sources = new EnumMap<>(Figure.class);

    /** @param staleAfter how old a figure of a node that answers may become before it is taken down */
    FigureBoard(Duration staleAfter) {
        this.staleAfter = staleAfter;
    }

    /** Puts up what was read. {@code srvr} is asked most often, so its figures give way only when they are old. */
    void accept(Reading reading) {
        FigureSource source = reading.source();
        reading.figures().forEach((figure, value) -> {
            FigureSource known = sources.get(figure);
            boolean better = known == null
                    || known.source().equals(source.source())
                    || !known.source().equals(Reading.SRVR)
                    || isStale(known, source.at());
            if (better) {
                values.put(figure, value);
                sources.put(figure, source);
            }
        });
    }

    /** Takes down what has become too old to be shown beside figures of now. */
    void expire(Instant now) {
        sources.values().removeIf(source -> isStale(source, now));
        values.keySet().retainAll(sources.keySet());
    }

    /** Takes down everything: of a server that is gone nothing is known. */
    void clear() {
        values.clear();
        sources.clear();
    }

    /** A figure, or null where it is absent. */
    <T> T get(Figure figure, Class<T> type) {
        return type.cast(values.get(figure));
    }

    /** Whether a figure is up. */
    boolean has(Figure figure) {
        return values.containsKey(figure);
    }

    /** Who said each figure that is up, by its name on the wire. */
    Map<String, FigureSource> sources() {
        Map<String, FigureSource> named = new LinkedHashMap<>();
        sources.forEach((figure, source) -> named.put(figure.field(), source));
        return named;
    }

    private boolean isStale(FigureSource source, Instant now) {
        return Duration.between(source.at(), now).compareTo(staleAfter) > 0;
    }
}
