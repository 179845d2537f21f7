package io.conclave.scheduler;

/**
 * Why the candidate was chosen, or why it stays.
 *
 * @param code of the verdict
 * @param rule number of the scheduler's rule that decided, 1 to 7
 * @param measured the value that was looked at, or null
 * @param limit what it was held against, or null
 * @param unit of both, as in {@link NodeVerdict}, or null
 * @param sentence the verdict in English
 * @param sentenceZh the verdict in Chinese
 * @param counterfactual what would have to be otherwise for another verdict, English, or null
 * @param counterfactualZh the same in Chinese, or null
 */
public record FileVerdict(
        FileVerdictCode code,
        int rule,
        Double measured,
        Double limit,
        String unit,
        String sentence,
        String sentenceZh,
        String counterfactual,
        String counterfactualZh) {}
