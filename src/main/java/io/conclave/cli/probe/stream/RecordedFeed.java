package io.conclave.cli.probe.stream;

import io.conclave.bus.ProblemException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/** A recording, told again in its own time, quicker, or as fast as it is taken. */
public final class RecordedFeed implements Feed {

    private static final int LONGEST_LINE_BYTES = 128 << 20;
    private static final long LONGEST_WAIT_MS = Duration.ofDays(365).toMillis();

    private final InputStream recording;
    private final String name;
    private final double speed;
    private final Set<String> topics;
    private final Thread reader = new Thread(this::read, "replay");
    private final Timeline timeline = new Timeline();
    private volatile boolean closed;
    private Mailbox mailbox;

    /**
     * @param recording lines as {@link RecordedLine} writes them; closed at the end
     * @param name what people call it
     * @param speed how many times as fast as it was recorded; 0 for as fast as it is taken
     * @param topics which topics are told; none for all
     */
    public RecordedFeed(InputStream recording, String name, double speed, Set<String> topics) {
        this.recording = new BufferedInputStream(recording, 1 << 16);
        this.name = name;
        this.speed = speed;
        this.topics = Set.copyOf(topics);
        reader.setDaemon(true);
    }

    /** The time of the recording, as it goes on; until its first line that of this machine. */
    public Clock clock() {
        return timeline;
    }

    @Override
    public void start(Mailbox filled) {
        mailbox = filled;
        reader.start();
    }

    private void read() {
        try (recording) {
            Exception why = null;
            try {
                tellAll();
            } catch (IOException e) {
                why = new IOException(name + " cannot be read: " + e.getMessage(), e);
            }
            mailbox.put(new FeedItem.Ended(why));
        } catch (IOException | InterruptedException e) {
            // Nobody reads on.
            Thread.currentThread().interrupt();
        }
    }

    private void tellAll() throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        long line = 0;
        int read = 0;
        while (read >= 0 && !closed) {
            bytes.reset();
            for (read = recording.read(); read >= 0 && read != '\n'; read = recording.read()) {
                if (bytes.size() == LONGEST_LINE_BYTES) {
                    throw new IOException("line " + (line + 1) + " has more than " + LONGEST_LINE_BYTES + " bytes");
                }
                bytes.write(read);
            }
            if (bytes.size() > 0) {
                line++;
                tell(bytes.toString(StandardCharsets.UTF_8), line, read >= 0);
            }
        }
    }

    private void tell(String text, long line, boolean whole) throws IOException, InterruptedException {
        Told told;
        try {
            told = RecordedLine.decode(text);
        } catch (ProblemException wrong) {
            if (!whole) {
                mailbox.put(new Notice.CutOff(name, line));
                return;
            }
            throw new IOException(
                    "line " + line + " is no line of a recording: "
                            + wrong.problem().detail(),
                    wrong);
        }
        timeline.awaitAndReach(told.receivedAt());
        if (topics.isEmpty() || topics.contains(told.topic())) {
            mailbox.put(told);
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
    }

    /** The recording's time: begins with its first line and runs at the chosen speed. */
    private final class Timeline extends Clock {

        private Instant first;
        private Instant reached;
        private long beganAt;

        /** Waits until that moment has come; one that lies before the last one is there already. */
        private synchronized void awaitAndReach(Instant moment) throws InterruptedException {
            if (first == null) {
                first = moment;
                beganAt = System.nanoTime();
            }
            reached = reached == null || moment.isAfter(reached) ? moment : reached;
            long left = speed == 0 ? 0 : millisUntil(moment);
            while (left > 0) {
                wait(left);
                left = millisUntil(moment);
            }
        }

        private long millisUntil(Instant moment) {
            double wanted = Math.min(Duration.between(first, moment).toMillis() / speed, LONGEST_WAIT_MS);
            return (long) Math.ceil(wanted - (System.nanoTime() - beganAt) / 1e6);
        }

        @Override
        public synchronized Instant instant() {
            if (first == null) {
                return Clock.systemUTC().instant();
            }
            return speed == 0 ? reached : first.plusNanos((long) ((System.nanoTime() - beganAt) * speed));
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(instant(), zone);
        }
    }
}
