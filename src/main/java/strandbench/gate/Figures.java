package strandbench.gate;

import java.time.Duration;
import java.util.Locale;
import strandbench.result.BenchmarkKey;

/** How figures are written for people. */
final class Figures {
  private static final double LARGE = 10;

  private Figures() {}

  /** All that tells a benchmark from another, but for its package. */
  static String name(BenchmarkKey key) {
    return key + ", " + key.mode() + (key.threads() == 1 ? "" : ", " + key.threads() + " threads");
  }

  /** A ratio as a change: {@code +4.2%}, {@code -0.3%}, {@code x 12.5} from ten times on. */
  static String change(double ratio) {
    if (Double.isNaN(ratio)) {
      return "?";
    }
    if (Double.isInfinite(ratio)) {
      return "any";
    }
    return ratio >= LARGE
        ? String.format(Locale.ROOT, "x %.3g", ratio)
        : String.format(Locale.ROOT, "%+.1f%%", 100 * (ratio - 1));
  }

  /** {@code 0.05} as {@code 5%}. */
  static String percent(double share) {
    String text = String.format(Locale.ROOT, "%.3f", 100 * share);
    return text.replaceAll("\\.?0+$", "") + "%";
  }

  /** Four digits that count. */
  static String score(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4g", value);
  }

  /** A p-value. */
  static String p(double value) {
    return value >= 0.001
        ? String.format(Locale.ROOT, "%.3f", value)
        : String.format(Locale.ROOT, "%.1e", value);
  }

  /** {@code 42 s} or {@code 7:05 min}. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
  }

  /** As an option takes it, rounded up: {@code 50s}, {@code 4m}. */
  static String option(double seconds) {
    Duration ten = Duration.ofSeconds(10 * (long) Math.ceil(seconds / 10));
    return ten.compareTo(Duration.ofMinutes(2)) < 0
        ? ten.toSeconds() + "s"
        : (ten.toSeconds() + 59) / 60 + "m";
  }
}
