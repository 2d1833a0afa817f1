package strandbench.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * The curve that the {@link Usl} has over its parameters γ, σ and κ, in that order; and, over the
 * first two of them, {@link Amdahl}.
 *
 * @param parameters 3 or 2
 */
record ScalingCurve(int parameters) {
  static final int GAMMA = 0;
  static final int SIGMA = 1;
  static final int KAPPA = 2;

  double value(double[] at, double n) {
    return Usl.throughput(at[GAMMA], at[SIGMA], kappa(at), n);
  }

  private double kappa(double[] at) {
    return parameters > KAPPA ? at[KAPPA] : 0;
  }

  /** The derivative of the value by each parameter. */
  double[] gradient(double[] at, double n) {
    double capacity = Usl.throughput(1, at[SIGMA], kappa(at), n);
    double bySigma = -at[GAMMA] * capacity * capacity * (n - 1) / n;
    return Arrays.copyOf(new double[] {capacity, bySigma, bySigma * n}, parameters);
  }

  /**
   * Parameters to start the search from. N / X = (1 + σ (N − 1) + κ N (N − 1)) / γ is linear in 1 /
   * γ, σ / γ and κ / γ; each row counts as much as its X² / N, so that its error counts as in X.
   */
  double[] start(List<ScalingPoint> points) {
    OLSMultipleLinearRegression line = new OLSMultipleLinearRegression();
    line.setNoIntercept(true);
    line.newSampleData(
        points.stream().mapToDouble(ScalingPoint::throughput).toArray(),
        points.stream().map(this::row).toArray(double[][]::new));
    double[] b = line.estimateRegressionParameters();
    double[] start = new double[parameters];
    if (b[GAMMA] > 0) {
      start[GAMMA] = 1 / b[GAMMA];
      for (int i = SIGMA; i < parameters; i++) {
        start[i] = b[i] / b[GAMMA];
      }
    } else {
      start[GAMMA] = points.stream().mapToDouble(p -> p.throughput() / p.n()).max().orElseThrow();
    }
    return start;
  }

  private double[] row(ScalingPoint point) {
    double n = point.n();
    double weight = point.throughput() * point.throughput() / n;
    return Arrays.copyOf(new double[] {weight, weight * (n - 1), weight * n * (n - 1)}, parameters);
  }

  /**
   * Fits the points at or below the cores (all, if the cores are unknown) and reads the law off the
   * fit, if there are levels enough.
   *
   * <p>Beyond the cores, no more run at once and only more wait: the curve would take that for
   * contention that isn't there.
   */
  <L> Fit<L> fit(
      List<ScalingPoint> points, OptionalInt cores, Function<LeastSquares, Fit<L>> reading) {
    List<ScalingPoint> used =
        points.stream().filter(p -> cores.isEmpty() || p.n() <= cores.getAsInt()).toList();
    double[] levels = used.stream().mapToDouble(ScalingPoint::n).distinct().sorted().toArray();
    if (levels.length <= parameters) {
      return new Fit.NotIdentifiable<>(tooFew(levels, cores));
    }
    return LeastSquares.of(this, used)
        .map(reading)
        .orElseGet(() -> new Fit.NotIdentifiable<>("the points don't tell the parameters apart"));
  }

  private String tooFew(double[] levels, OptionalInt cores) {
    String which =
        levels.length == 0
            ? "no level"
            : Arrays.stream(levels)
                .mapToObj(level -> String.format(Locale.ROOT, "%.0f", level))
                .collect(
                    Collectors.joining(
                        ", ",
                        levels.length + (levels.length == 1 ? " level (" : " levels ("),
                        ")"));
    String needed = which + ", and the fit needs " + (parameters + 1);
    return cores.isEmpty()
        ? needed
        : "%d %s, so %s: more at once than cores is oversubscription"
            .formatted(cores.getAsInt(), cores.getAsInt() == 1 ? "core" : "cores", needed);
  }
}
