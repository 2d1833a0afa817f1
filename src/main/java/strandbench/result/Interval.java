package strandbench.result;

/**
 * An estimate with a two-sided interval, in the unit of what it estimates.
 *
 * @param estimate the point estimate
 * @param low lower bound
 * @param high upper bound
 * @param confidence for example 0.95
 */
public record Interval(double estimate, double low, double high, double confidence) {}
