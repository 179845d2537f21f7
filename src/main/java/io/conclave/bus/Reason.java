package io.conclave.bus;

/**
 * One entry of the vocabulary in which Conclave explains itself. The code is the same in REST, topics, database, metric
 * labels, logs and page; the sentences may hold placeholders such as {@code {node}} that a {@link Sentence} fills.
 */
public interface Reason {

    /** The stable machine name: lower-case words joined by underscores. */
    String code();

    /** The English sentence or its template. */
    String english();

    /** The Chinese sentence or its template. */
    String chinese();
}
