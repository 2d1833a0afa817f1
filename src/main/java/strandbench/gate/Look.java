package strandbench.gate;

/**
 * A number of pairs, fixed beforehand, at which a benchmark may be decided.
 *
 * @param pairs how many pairs
 * @param share of the error that may be spent at this look, and at later ones if it is not, of a
 *     whole of 1
 */
public record Look(int pairs, double share) {}
