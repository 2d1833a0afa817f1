package strandbench.stats;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.Pair;

/**
 * A curve fitted by unweighted least squares (Levenberg and Marquardt), with the usual intervals of
 * nonlinear regression: estimate ± t(1 − α/2, points − parameters) · standard error, where the
 * errors come from the curve's derivatives at the optimum (Seber and Wild, "Nonlinear Regression",
 * 1989, section 5.1). They rest on errors of equal spread at all levels.
 */
final class LeastSquares implements FittedCurve {
  private static final int MAX_STEPS = 1_000;
  private static final double SINGULAR = 1e-15;

  private final ScalingCurve curve;
  private final RealVector parameters;
  private final RealMatrix covariance;
  private final List<ScalingPoint> points;
  private final double lackOfFit;

  private LeastSquares(
      ScalingCurve curve,
      RealVector parameters,
      RealMatrix covariance,
      List<ScalingPoint> points,
      double lackOfFit) {
    this.curve = curve;
    this.parameters = parameters;
    this.covariance = covariance;
    this.points = points;
    this.lackOfFit = lackOfFit;
  }

  /**
   * Fits a curve to points of more levels than it has parameters; empty if they don't tell its
   * parameters apart.
   */
  static Optional<LeastSquares> of(ScalingCurve curve, List<ScalingPoint> points) {
    double unit = points.stream().mapToDouble(ScalingPoint::throughput).max().orElseThrow();
    List<ScalingPoint> scaled =
        points.stream().map(p -> new ScalingPoint(p.n(), p.throughput() / unit)).toList();
    try {
      Optimum optimum =
          new LevenbergMarquardtOptimizer()
              .optimize(
                  new LeastSquaresBuilder()
                      .model(vector -> evaluate(curve, vector, scaled))
                      .target(scaled.stream().mapToDouble(ScalingPoint::throughput).toArray())
                      .start(curve.start(scaled))
                      .maxEvaluations(MAX_STEPS)
                      .maxIterations(MAX_STEPS)
                      .build());
      double squares = optimum.getCost() * optimum.getCost();
      RealMatrix covariance =
          optimum
              .getCovariances(SINGULAR)
              .scalarMultiply(squares / (points.size() - curve.parameters()));
      RealMatrix units = MatrixUtils.createRealIdentityMatrix(curve.parameters());
      units.setEntry(0, 0, unit);
      return Optional.of(
          new LeastSquares(
              curve,
              units.operate(optimum.getPoint()),
              units.multiply(covariance).multiply(units),
              points,
              lackOfFit(squares, scaled, curve.parameters())));
    } catch (MathIllegalStateException | SingularMatrixException e) {
      // No convergence, or a direction in which nothing changes.
      return Optional.empty();
    }
  }

  private static Pair<RealVector, RealMatrix> evaluate(
      ScalingCurve curve, RealVector vector, List<ScalingPoint> points) {
    double[] at = vector.toArray();
    return new Pair<>(
        new ArrayRealVector(points.stream().mapToDouble(p -> curve.value(at, p.n())).toArray()),
        new Array2DRowRealMatrix(
            points.stream().map(p -> curve.gradient(at, p.n())).toArray(double[][]::new)));
  }

  /**
   * The usual F test: the misfit of the levels' means against the spread within the levels. NaN
   * where there is no such spread: no level has two points, or those of each are equal.
   */
  private static double lackOfFit(double squares, List<ScalingPoint> points, int parameters) {
    Map<Double, List<ScalingPoint>> levels =
        points.stream().collect(Collectors.groupingBy(ScalingPoint::n));
    int within = points.size() - levels.size();
    double pure =
        levels.values().stream()
            .mapToDouble(
                level -> {
                  double[] values = level.stream().mapToDouble(ScalingPoint::throughput).toArray();
                  return StatUtils.populationVariance(values) * values.length;
                })
            .sum();
    if (within == 0 || pure == 0) {
      return Double.NaN;
    }
    int between = levels.size() - parameters;
    double ratio = Math.max(0, squares - pure) / between / (pure / within);
    return 1 - new FDistribution(null, between, within).cumulativeProbability(ratio);
  }

  double value(int parameter) {
    return parameters.getEntry(parameter);
  }

  /** A parameter with its interval. */
  Estimate parameter(int parameter) {
    double[] gradient = new double[curve.parameters()];
    gradient[parameter] = 1;
    return estimate(value(parameter), gradient);
  }

  @Override
  public Estimate at(double n) {
    double[] fitted = parameters.toArray();
    return estimate(curve.value(fitted, n), curve.gradient(fitted, n))
        .within(0, Double.POSITIVE_INFINITY);
  }

  /** By the delta method. */
  private Estimate estimate(double value, double[] gradient) {
    RealVector slope = new ArrayRealVector(gradient);
    double half = quantile() * Math.sqrt(slope.dotProduct(covariance.operate(slope)));
    return new Estimate(value, value - half, value + half, Estimate.CONFIDENCE, points.size());
  }

  double covariance(int row, int column) {
    return covariance.getEntry(row, column);
  }

  /** How many standard errors its intervals reach. */
  double quantile() {
    return Estimate.quantile(Estimate.CONFIDENCE, points.size() - curve.parameters());
  }

  int points() {
    return points.size();
  }

  double lackOfFit() {
    return lackOfFit;
  }
}
