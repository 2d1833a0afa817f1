package strandbench.run;

import java.io.Closeable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.stats.Estimate;

/**
 * Tells a person how far the run is: a bar where there is a terminal, a line a fork elsewhere. Not
 * thread-safe.
 */
final class Progress implements Closeable {
  private final PrintStream out;
  private final int width;
  private final ProgressBar bar;

  /**
   * Starts to tell.
   *
   * @param out where to
   * @param done forks already measured
   * @param all forks planned
   */
  Progress(PrintStream out, int done, int all) {
    this.out = out;
    this.width = String.valueOf(all).length();
    this.bar =
        isTerminal()
            ? new ProgressBarBuilder()
                .setTaskName("forks")
                .setInitialMax(all)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .startsFrom(done, Duration.ZERO)
                .build()
            : null;
  }

  // Null without a terminal on JDK 25, where java.base has the default console again.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  /** The fork that runs now. */
  void running(BenchmarkKey key, double secondsLeft) {
    if (bar != null) {
      bar.setExtraMessage(left(secondsLeft) + " left, " + key);
    }
  }

  /** A fork has ended, with what its cell shows so far. */
  void ended(BenchmarkKey key, String soFar, int done, int all, double secondsLeft) {
    if (bar == null) {
      out.printf(
          Locale.ROOT,
          "%" + width + "d/%d, %s left: %s: %s%n",
          done,
          all,
          left(secondsLeft),
          key,
          soFar);
    } else {
      bar.maxHint(all);
      bar.stepTo(done);
      bar.setExtraMessage(left(secondsLeft) + " left, " + key + ": " + soFar);
    }
  }

  /**
   * The mean so far, with its interval where there is one: of the primary metric, or of what the
   * benchmark counts beside its operations, such as fetches.
   */
  static String describe(CellResult cell) {
    List<Map.Entry<String, Metric>> counted =
        cell.secondary().entrySet().stream()
            .filter(metric -> metric.getValue().unit().equals(cell.primary().unit()))
            .toList();
    return counted.size() == 1
        ? describe(counted.getFirst().getValue(), counted.getFirst().getKey() + "/s")
        : describe(cell.primary(), cell.primary().unit());
  }

  private static String describe(Metric metric, String unit) {
    Estimate mean = Estimate.ofMean(metric.forkMeans(), Estimate.CONFIDENCE);
    String forks = mean.forks() == 1 ? "1 fork" : mean.forks() + " forks";
    return mean.hasInterval()
        ? String.format(
            Locale.ROOT,
            "%.4g ± %.2g %s (%s)",
            mean.value(),
            mean.high() - mean.value(),
            unit,
            forks)
        : String.format(Locale.ROOT, "%.4g %s (%s)", mean.value(), unit, forks);
  }

  private static String left(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
