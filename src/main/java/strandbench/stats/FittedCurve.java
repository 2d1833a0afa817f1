package strandbench.stats;

/** The curve of a law that was fitted to points, with a pointwise band. Immutable. */
public sealed interface FittedCurve permits LeastSquares {

  /**
   * Throughput at n by the law, with its interval at {@link Estimate#CONFIDENCE}, by the delta
   * method: value ± t · √(gᵀ V g), with g the derivatives of the curve by its parameters at the
   * optimum, V the covariance of the parameters, and t Student's quantile at points − parameters
   * (Seber and Wild, "Nonlinear Regression", 1989, section 5.1). The lower end is cut off at 0.
   *
   * <p>It holds the law's own value at this one n, not at all n at once, and not a single
   * measurement there. Like the intervals of the parameters, it rests on errors of equal spread at
   * all levels, and it does not know that the parameters end at 0. Beyond the points it is
   * extrapolated.
   *
   * @param n how many run at once, 1 or more; need not be whole
   */
  Estimate at(double n);
}
