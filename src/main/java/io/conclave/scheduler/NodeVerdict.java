package io.conclave.scheduler;

/**
 * Why one node was or was not chosen.
 *
 * @param node which
 * @param part what it is in the plan: {@code source}, {@code target} or {@code none}
 * @param code of the verdict
 * @param rule number of the scheduler's rule that decided, 1 to 7
 * @param measured the value that was looked at, or null
 * @param limit what it was held against, or null
 * @param unit of both: {@code files}, {@code bytes}, {@code share} (files per unit of weight), or null
 * @param sentence the verdict in English
 * @param sentenceZh the verdict in Chinese
 * @param counterfactual what would have to be otherwise for another verdict, English, or null
 * @param counterfactualZh the same in Chinese, or null
 */
public record NodeVerdict(
        String node,
        String part,
        VerdictCode code,
        int rule,
        Double measured,
        Double limit,
        String unit,
        String sentence,
        String sentenceZh,
        String counterfactual,
        String counterfactualZh) {}
