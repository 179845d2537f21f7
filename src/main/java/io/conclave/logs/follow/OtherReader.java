package io.conclave.logs.follow;

import io.conclave.logs.LogPosition;

/** Reads a log that is no file. */
final class OtherReader implements SourceReader {

    private final String name;
    private final Sources.Reading reading;

    OtherReader(String name, Sources.Reading reading) {
        this.name = name;
        this.reading = reading;
    }

    @Override
    public boolean read() {
        return reading.read();
    }

    @Override
    public void settle() {
        reading.settle();
    }

    @Override
    public LogPosition position() {
        return reading.position();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        reading.close();
    }
}
