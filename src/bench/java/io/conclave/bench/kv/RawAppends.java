package io.conclave.bench.kv;

import io.conclave.bench.Miss;
import io.conclave.bench.Spread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What the disk alone gives: one append after another to a growing file, each followed by fdatasync. */
final class RawAppends implements Store {

    /** A record's key, numbers and checksum are written too. */
    private static final int HEAD_BYTES = 64;

    private final FileChannel file;
    private final Bodies bodies = new Bodies();
    private long length;

    private RawAppends(FileChannel file) {
        this.file = file;
    }

    /** In a new file of this folder. */
    static RawAppends in(Path folder) throws IOException {
        return new RawAppends(
                FileChannel.open(folder.resolve("appends"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public String title() {
        return "raw fdatasync";
    }

    @Override
    public void requireMembers() {
        // It has none.
    }

    @Override
    public Sample put(Load load) throws IOException {
        ByteBuffer record = ByteBuffer.wrap(bodies.value(HEAD_BYTES + load.valueBytes()));
        double[] millis = new double[1 << 20];
        int count = 0;
        long begin = System.nanoTime();
        long now = begin;
        while (now - begin < load.time().toNanos() && count < millis.length) {
            length += file.write(record.rewind());
            file.force(false);
            long end = System.nanoTime();
            millis[count++] = (end - now) / 1e6;
            now = end;
        }
        double[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return new Sample(count * 1e9 / (now - begin), Spread.quantile(sorted, 0.5), Spread.quantile(sorted, 0.99));
    }

    @Override
    public Sample get(Load load) {
        throw new UnsupportedOperationException("there is nothing to compare reads with");
    }

    @Override
    public void requireEqualMembers() throws IOException, Miss {
        Miss.unless(file.size() == length, "%d bytes were appended, but the file has %d", length, file.size());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
