package io.conclave.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that fails where it is told to, with what the C library says then. */
public final class FaultyDisk extends WatchedDisk {

    public static final String NO_SPACE = "No space left on device";
    public static final String IO_ERROR = "Input/output error";

    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /** Fails this call for paths with this in them, so many times. */
    private record Fault(Call call, String part, String text, AtomicInteger times) {}

    public void fail(Call call, String part, String text, int times) {
        faults.add(new Fault(call, part, text, new AtomicInteger(times)));
    }

    @Override
    public void before(Call call, Path path) throws IOException {
        for (Fault fault : faults) {
            if (fault.call == call
                    && path.toString().contains(fault.part)
                    && fault.times.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new FileSystemException(path.toString(), null, fault.text);
            }
        }
    }
}
