package io.conclave.web.stream;

import java.util.ArrayList;
import java.util.List;

/** A client whose reading a test decides on. */
final class FakeTransport implements Transport {

    final List<String> written = new ArrayList<>();
    int room = Integer.MAX_VALUE;
    boolean paused;
    int closeCode = -1;
    private Runnable drained = () -> {};

    /** Lets the client read so many more frames. */
    void read(int frames) {
        room = frames;
        drained.run();
    }

    @Override
    public String peer() {
        return "a test";
    }

    @Override
    public boolean isFull() {
        return room <= 0;
    }

    @Override
    public void onDrain(Runnable handler) {
        drained = handler;
    }

    @Override
    public void write(String frame) {
        written.add(frame);
        room--;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
    }
}
