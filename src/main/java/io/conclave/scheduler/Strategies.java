package io.conclave.scheduler;

import io.conclave.bus.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** All strategies. */
final class Strategies {

    private final List<Strategy> all = List.of(
            new FileCountStrategy(),
            new BytesStrategy(),
            new WeightedStrategy(),
            new LatencyStrategy(),
            new ConsistentHashStrategy());

    /** Their codes. */
    List<String> codes() {
        return all.stream().map(Strategy::code).toList();
    }

    /**
     * The strategy of this code.
     *
     * @throws io.conclave.bus.ProblemException 400 where there is none, naming those that there are
     */
    Strategy of(String code) {
        return all.stream()
                .filter(strategy -> strategy.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                                "strategy", code, codes().stream().collect(Collectors.joining(", ", "one of ", "")))
                        .asException());
    }
}
