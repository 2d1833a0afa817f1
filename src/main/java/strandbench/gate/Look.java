package strandbench.gate;

/**
 * A number of pairs, fixed beforehand, at which a benchmark may be decided.
 *
 * @param pairs how many pairs
 * @param share of the error that this look may spend, of a whole of 1
 */
public record Look(int pairs, double share) {}
