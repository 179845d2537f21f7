package io.conclave.cli.probe.stream;

/** What a {@link Feed} brings, in the order in which it came. */
public sealed interface FeedItem permits Told, Notice, FeedItem.Frame, FeedItem.Ended {

    /** A frame as it came over the wire, where those are what is wanted. */
    record Frame(String text) implements FeedItem {}

    /**
     * Nothing more comes.
     *
     * @param why what stood against it, or null where all was told
     */
    record Ended(Exception why) implements FeedItem {}
}
