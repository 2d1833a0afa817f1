package strandbench.gate;

import java.util.List;

/**
 * What a {@link PairedGate} has found.
 *
 * @param benchmarks in the order of the candidates
 * @param decisions in the same order
 * @param rules with the looks that were within reach
 * @param seconds of the budget that were used
 */
record PairedResult(
    List<Series> benchmarks,
    List<Decision> decisions,
    Riders riders,
    GateRules rules,
    Ending ending,
    double seconds) {}
