package strandbench.gate.characteristics;

/**
 * A figure that the gate has to reach.
 *
 * @param figure which
 * @param wanted in words
 * @param found in words
 * @param met whether what was found shows it: with its interval, since too few trials show nothing,
 *     unless the goal is of the count
 */
public record Goal(String figure, String wanted, String found, boolean met) {}
