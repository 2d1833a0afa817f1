package strandbench.gate;

import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.UnusableInputException;

/**
 * What is compared of a benchmark.
 *
 * @param metric JMH's name of a secondary metric, or {@link #SCORE}
 */
public record Gauge(String metric) {
  /** The benchmark's own score. */
  public static final String SCORE = "score";

  /** How JMH, before 1.36, began the names of what profilers measure. */
  private static final String OLD_MARK = "\u00b7";

  private static final String BYTES_PER_OPERATION = "B/op";

  /** Below it JMH counts what it allocates itself. */
  private static final double LEAST_BYTES = 1;

  public Gauge {
    metric = metric.startsWith(OLD_MARK) ? metric.substring(1) : metric;
  }

  /**
   * The metric of a cell, as many forks as it has.
   *
   * @throws MissingException if it has no such metric, or a value that can't be compared
   */
  public Metric of(CellResult cell) throws MissingException {
    Metric found =
        metric.equals(SCORE)
            ? cell.primary()
            : cell.secondary(metric)
                .or(() -> cell.secondary(OLD_MARK + metric))
                .orElseThrow(() -> new MissingException("has no metric " + metric));
    double[] forks = values(found);
    if (forks.length == 0 || forks.length != found.forks().size()) {
      throw new MissingException("scored no number");
    }
    for (double fork : forks) {
      if (fork <= 0) {
        throw new MissingException(
            "scored " + fork + " " + found.unit() + ": no ratio can be taken");
      }
    }
    return found;
  }

  /** One value per fork: under 1 byte an operation as 1, where bytes per operation are compared. */
  public double[] values(Metric found) {
    double[] forks = found.forkMeans();
    if (found.unit().equals(BYTES_PER_OPERATION)) {
      for (int i = 0; i < forks.length; i++) {
        forks[i] = Math.max(forks[i], LEAST_BYTES);
      }
    }
    return forks;
  }

  /**
   * Which way the metric is better.
   *
   * @throws UnusableInputException if that can't be told by mode and unit
   */
  public Direction direction(BenchmarkKey key, String unit) {
    return (metric.equals(SCORE) ? Direction.ofScore(key.mode(), unit) : Direction.ofMetric(unit))
        .orElseThrow(
            () ->
                new UnusableInputException(
                    "--metric "
                        + metric
                        + ": nobody can tell whether more or less is better of "
                        + unit
                        + " (mode "
                        + key.mode()
                        + ")"));
  }

  /** A cell doesn't have what is to be compared; the message says why, in half a line. */
  public static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }
}
