package io.conclave.figures;

import io.conclave.bus.Request;
import io.conclave.bus.Topic;

/** What the history of figures publishes and answers. */
public final class FigureTopics {

    /** What was read of the servers since the message before, once a second at the most. */
    public static final Topic<Figures> NEW = Topic.passing("conclave.figures", Figures.class);

    /** What is kept, oldest first. */
    public static final Request<AskFigures, Figures> HISTORY =
            Request.of("figures.history", AskFigures.class, Figures.class);

    private FigureTopics() {}
}
