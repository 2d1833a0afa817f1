package strandbench.gate.characteristics;

/**
 * A figure that the gate has to reach.
 *
 * @param figure which
 * @param wanted in words
 * @param found in words
 * @param met whether what was found shows it, with its interval: too few trials show nothing
 */
public record Goal(String figure, String wanted, String found, boolean met) {}
