package io.conclave.cli.probe.stream;

/** Brings messages in order until it is closed or has no more: a controller live, or a recording. */
public interface Feed extends AutoCloseable {

    /** Begins to fill the mailbox; to be called once. The last item is {@link FeedItem.Ended}, if there is one. */
    void start(Mailbox mailbox);

    @Override
    void close();
}
