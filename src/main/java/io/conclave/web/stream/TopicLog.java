package io.conclave.web.stream;

import java.util.List;

/** What a snapshot has to tell of one topic. */
sealed interface TopicLog permits StateLog, EventLog {

    /** Takes the next message in. */
    void add(long seq, String body);

    /** Puts rows from before the start in front of all others; a state topic has none. */
    void addEarlier(List<String> bodies);

    /** The messages that a snapshot tells, oldest first. */
    List<String> rows();

    /** Keeps nothing of what was before, and goes on with the number after this one. */
    void replace(long seq, List<String> bodies);

    /** The number of the newest message, 0 where there was none yet. */
    long seq();

    /** JSON: {@code {"seq":17,"state":…}}. */
    String snapshot();
}
