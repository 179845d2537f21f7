package io.conclave.bench.kv;

import io.conclave.bench.Miss;
import io.conclave.bench.Spread;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The calls that several processes of {@code h2load} have logged at the same time: begin in microseconds of the clock,
 * status, microseconds until the end of the answer. Only the time in which all of them called counts, without its first
 * tenth, in which connections are opened.
 */
final class CallLog {

    private static final double LEFT_OUT = 0.1;

    private long[] begins = new long[1 << 16];
    private long[] durations = new long[1 << 16];
    private int calls;
    private long from = Long.MIN_VALUE;
    private long to = Long.MAX_VALUE;

    /** Adds the calls of one process. */
    void read(Path log) throws IOException, Miss {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t");
                Miss.unless("200".equals(columns[1]), "a call had status %s", columns[1]);
                add(Long.parseLong(columns[0]), Long.parseLong(columns[2]));
                first = Math.min(first, begins[calls - 1]);
                last = Math.max(last, begins[calls - 1] + durations[calls - 1]);
            }
        }
        from = Math.max(from, first);
        to = Math.min(to, last);
    }

    private void add(long begin, long duration) {
        if (calls == begins.length) {
            begins = Arrays.copyOf(begins, 2 * calls);
            durations = Arrays.copyOf(durations, 2 * calls);
        }
        begins[calls] = begin;
        durations[calls] = duration;
        calls++;
    }

    /** What all of them together reached. */
    Sample sample() throws Miss {
        long since = from + Math.round((to - from) * LEFT_OUT);
        double[] counted = new double[calls];
        int count = 0;
        for (int i = 0; i < calls; i++) {
            long end = begins[i] + durations[i];
            if (end > since && end <= to) {
                counted[count++] = durations[i] / 1e3;
            }
        }
        Miss.unless(count > 1, "only %d calls were answered in the time that counts", count);
        double[] sorted = Arrays.copyOf(counted, count);
        Arrays.sort(sorted);
        return new Sample(count * 1e6 / (to - since), Spread.quantile(sorted, 0.5), Spread.quantile(sorted, 0.99));
    }
}
