package strandbench.stats;

import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * An estimate with a two-sided interval, in the unit of what it estimates.
 *
 * @param value the point estimate; NaN where there is nothing to estimate it from
 * @param low lower bound; NaN where there is no interval
 * @param high upper bound; NaN where there is no interval
 * @param confidence of the interval, for example 0.95
 * @param forks how many forks it rests on; of a ratio, the smaller of the two numbers; of a fit,
 *     the number of points
 */
public record Estimate(double value, double low, double high, double confidence, int forks) {

  /** Fewer forks than these give no interval and no verdict. */
  public static final int MIN_FORKS = 3;

  /** The confidence of every interval that a report shows, unless it says otherwise. */
  public static final double CONFIDENCE = 0.95;

  /** Quantiles at {@link #CONFIDENCE} by degrees of freedom, as bits of doubles; 0 if not yet. */
  private static final AtomicLongArray COMMON = new AtomicLongArray(256);

  /**
   * The mean of fork means with Student's interval: mean ± t(1 − α/2, n − 1) · s / √n, where s is
   * the sample standard deviation over forks (Student 1908; JMH's own error has the same form, but
   * pools iterations). It rests on fork means that are roughly normal.
   *
   * @param forkMeans one finite value per fork
   * @param confidence between 0 and 1, both excluded
   */
  public static Estimate ofMean(double[] forkMeans, double confidence) {
    checkConfidence(confidence);
    int n = forkMeans.length;
    double mean = n == 0 ? Double.NaN : StatUtils.mean(forkMeans);
    if (n < MIN_FORKS) {
      return new Estimate(mean, Double.NaN, Double.NaN, confidence, n);
    }
    double half =
        quantile(confidence, n - 1.0) * Math.sqrt(StatUtils.variance(forkMeans, mean) / n);
    return new Estimate(mean, mean - half, mean + half, confidence, n);
  }

  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** Whether the interval holds a value; false where there is no interval. */
  public boolean contains(double candidate) {
    return low <= candidate && candidate <= high;
  }

  /**
   * The same estimate in another unit: value and bounds times {@code factor}, a positive number.
   */
  public Estimate times(double factor) {
    return new Estimate(value * factor, low * factor, high * factor, confidence, forks);
  }

  /** The same estimate, value and bounds cut off where what it estimates can't lie. */
  Estimate within(double least, double most) {
    return new Estimate(
        Math.clamp(value, least, most),
        Math.clamp(low, least, most),
        Math.clamp(high, least, most),
        confidence,
        forks);
  }

  /**
   * t(1 − α/2, df): how many standard errors a two-sided interval reaches. Inverting the
   * distribution takes long, and the same whole degrees of freedom come again and again.
   */
  static double quantile(double confidence, double degreesOfFreedom) {
    return confidence == CONFIDENCE
            && degreesOfFreedom < COMMON.length()
            && isWhole(degreesOfFreedom)
        ? commonQuantile((int) degreesOfFreedom)
        : computedQuantile(confidence, degreesOfFreedom);
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number);
  }

  private static double commonQuantile(int degreesOfFreedom) {
    double known = Double.longBitsToDouble(COMMON.get(degreesOfFreedom));
    if (known > 0) {
      return known;
    }
    double quantile = computedQuantile(CONFIDENCE, degreesOfFreedom);
    COMMON.set(degreesOfFreedom, Double.doubleToRawLongBits(quantile));
    return quantile;
  }

  private static double computedQuantile(double confidence, double degreesOfFreedom) {
    return new TDistribution(null, degreesOfFreedom)
        .inverseCumulativeProbability(0.5 + confidence / 2);
  }

  static void checkConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must lie between 0 and 1: " + confidence);
    }
  }
}
