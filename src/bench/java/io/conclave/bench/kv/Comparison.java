package io.conclave.bench.kv;

import io.conclave.bench.Figure;
import io.conclave.bench.Goal;
import io.conclave.bench.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Samples of several stores under several loads. In each round every load is put on all stores, one right after the
 * other, and who is first changes from round to round: so a machine that is busy with something else for a while slows
 * all of them, and the ratios of a round hold where its values do not.
 */
final class Comparison {

    private final List<Store> stores;
    private final Map<Key, List<Sample>> samples = new HashMap<>();

    /** @param stores the first is the product */
    Comparison(List<Store> stores) {
        this.stores = List.copyOf(stores);
    }

    /** What is done. */
    enum Call {
        PUT("puts"),
        GET("gets");

        private final String plural;

        Call(String plural) {
            this.plural = plural;
        }

        private Sample on(Store store, Load load) throws Exception {
            return this == PUT ? store.put(load) : store.get(load);
        }
    }

    private record Key(String store, Call call, Load load) {}

    /** Puts a load on all stores without counting it: a JVM is slow at first. */
    void warmUp(Load load) throws Exception {
        for (Store store : stores) {
            store.put(load);
            if (reads(store)) {
                store.get(load);
            }
        }
    }

    /** Measures one round. */
    void measure(int round, List<Load> loads) throws Exception {
        for (Load load : loads) {
            for (Call call : Call.values()) {
                for (Store store : inTurn(round)) {
                    if (takesPart(store, call, load)) {
                        store.requireMembers();
                        Sample sample = call.on(store, load);
                        store.requireMembers();
                        samples.computeIfAbsent(new Key(store.title(), call, load), key -> new ArrayList<>())
                                .add(sample);
                    }
                }
            }
        }
    }

    private List<Store> inTurn(int round) {
        List<Store> turned = new ArrayList<>(stores);
        Collections.rotate(turned, round);
        return turned;
    }

    private static boolean takesPart(Store store, Call call, Load load) {
        return reads(store) || (call == Call.PUT && load.clients() == 1);
    }

    /** The bare disk has only one writer and nothing to read. */
    private static boolean reads(Store store) {
        return !(store instanceof RawAppends);
    }

    /** Demands that no store has lost anything. */
    void requireEqualMembers() throws Exception {
        for (Store store : stores) {
            store.requireEqualMembers();
        }
    }

    /** Calls a second, the product's beside another store's; none where that one did not take part. */
    List<Figure> speed(Call call, Load load, String peer, int copies, Goal... goals) {
        return figure(call, load, peer, call.plural + "/s", "", copies, Sample::perSecond, goals);
    }

    /** The time that half of the calls stay below. */
    List<Figure> p50(Call call, Load load, String peer, int copies, Goal... goals) {
        return figure(call, load, peer, "ms", ", p50", copies, Sample::p50Ms, goals);
    }

    /** The time that 99 of 100 calls stay below. */
    List<Figure> p99(Call call, Load load, String peer, int copies, Goal... goals) {
        return figure(call, load, peer, "ms", ", p99", copies, Sample::p99Ms, goals);
    }

    private List<Figure> figure(
            Call call,
            Load load,
            String peer,
            String unit,
            String suffix,
            int copies,
            ToDoubleFunction<Sample> value,
            Goal... goals) {
        List<Double> ours = values(stores.get(0).title(), call, load, value);
        List<Double> theirs = values(peer, call, load, value);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return List.of();
        }
        String name = "kv " + call.plural + ", " + (copies == 1 ? "1 copy" : copies + " copies") + ", " + load.text()
                + suffix;
        return List.of(Rounds.of(ours, theirs).figure(name, unit, peer, goals));
    }

    private List<Double> values(String store, Call call, Load load, ToDoubleFunction<Sample> value) {
        return samples.getOrDefault(new Key(store, call, load), List.of()).stream()
                .map(value::applyAsDouble)
                .toList();
    }
}
