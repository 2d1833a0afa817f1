package strandbench.gate;

import java.time.Duration;

/**
 * How pairs are measured.
 *
 * @param rules of the verdicts
 * @param gauge what is compared
 * @param budget wall time of the whole, from the start of the gate; no pair is begun that would end
 *     later
 * @param seed of the order of pairs and, within each, of BASE and HEAD
 */
public record PairedOptions(GateRules rules, Gauge gauge, Duration budget, long seed) {}
