package strandbench.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Rates against the grain, held against a threshold of an ideal rate. A position on the curve is a
 * real number: i at the i-th grain measured, in between linear in the logarithm of the grain.
 */
final class EfficiencyCurve {
  /** How finely the search for the ends of an interval looks, per step from grain to grain. */
  private static final int LOOKS = 32;

  private static final int HALVINGS = 60;

  private final double[] grains;
  private final List<Sample> samples;
  private final Sample wanted;
  private final double level;

  EfficiencyCurve(
      double[] grains, List<double[]> rates, double[] ideal, double threshold, double confidence) {
    Estimate.checkConfidence(confidence);
    require(grains.length > 0 && grains.length == rates.size(), "as many grains as rates, and one");
    require(grains[0] > 0, "grains must be positive");
    for (int i = 1; i < grains.length; i++) {
      require(grains[i - 1] < grains[i], "grains must rise");
    }
    require(threshold > 0 && threshold < 1, "the threshold must lie between 0 and 1");
    require(
        Stream.concat(rates.stream(), Stream.of(ideal)).allMatch(forks -> forks.length > 0),
        "a fork or more is needed of each grain and of the ideal");
    this.grains = grains.clone();
    this.samples = rates.stream().map(forks -> Sample.of(forks, 1)).toList();
    this.wanted = Sample.of(ideal, threshold);
    this.level = 1 - confidence;
  }

  private static void require(boolean condition, String complaint) {
    if (!condition) {
      throw new IllegalArgumentException(complaint);
    }
  }

  /** Mean and squared standard error of a factor times a mean of forks. */
  private record Sample(double mean, double error, int forks) {
    static Sample of(double[] forks, double factor) {
      double[] scaled = Arrays.stream(forks).map(rate -> factor * rate).toArray();
      double error = forks.length < 2 ? Double.NaN : StatUtils.variance(scaled) / forks.length;
      return new Sample(StatUtils.mean(scaled), error, forks.length);
    }

    Sample times(double share) {
      return new Sample(share * mean, share * share * error, forks);
    }
  }

  /** The fewest forks that anything on the curve rests on. */
  int forks() {
    return Stream.concat(samples.stream(), Stream.of(wanted))
        .mapToInt(Sample::forks)
        .min()
        .orElseThrow();
  }

  /** By how much the rate at the i-th grain is above the threshold. */
  double excess(int i) {
    return samples.get(i).mean() - wanted.mean();
  }

  double grain(double position) {
    int i = left(position);
    double share = position - i;
    return share == 0 ? grains[i] : grains[i] * Math.pow(grains[i + 1] / grains[i], share);
  }

  private int left(double position) {
    return (int) Math.floor(position);
  }

  /**
   * The smallest grain that can't be told from the crossing; 0 where that holds for the smallest
   * measured.
   */
  double lowest(double crossing) {
    return bound(0, crossing, 0);
  }

  /** The largest one; infinite where that holds for the largest measured. */
  double highest(double crossing) {
    return bound(grains.length - 1, crossing, Double.POSITIVE_INFINITY);
  }

  /** From an end of the curve towards the crossing, where doubt begins. */
  private double bound(double end, double crossing, double open) {
    if (forks() < Estimate.MIN_FORKS) {
      return Double.NaN;
    }
    if (inDoubt(end)) {
      return open;
    }
    int looks = (int) Math.ceil(LOOKS * Math.abs(crossing - end));
    double sure = end;
    for (int look = 1; look < looks; look++) {
      double position = end + (crossing - end) * look / looks;
      if (inDoubt(position)) {
        return grain(border(sure, position));
      }
      sure = position;
    }
    return grain(border(sure, crossing));
  }

  private double border(double sure, double doubtful) {
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (sure + doubtful) / 2;
      if (inDoubt(middle)) {
        doubtful = middle;
      } else {
        sure = middle;
      }
    }
    return doubtful;
  }

  /** Whether Welch's test can't tell the rate at a position from the threshold. */
  private boolean inDoubt(double position) {
    int i = left(position);
    double share = position - i;
    List<Sample> parts =
        share == 0
            ? List.of(samples.get(i), wanted.times(-1))
            : List.of(
                samples.get(i).times(1 - share), samples.get(i + 1).times(share), wanted.times(-1));
    double difference = parts.stream().mapToDouble(Sample::mean).sum();
    double error = parts.stream().mapToDouble(Sample::error).sum();
    if (error == 0) {
      return difference == 0;
    }
    double freedom =
        error
            * error
            / parts.stream()
                .mapToDouble(part -> part.error() * part.error() / (part.forks() - 1))
                .sum();
    double p =
        2
            * new TDistribution(null, freedom)
                .cumulativeProbability(-Math.abs(difference) / Math.sqrt(error));
    return p > level;
  }
}
