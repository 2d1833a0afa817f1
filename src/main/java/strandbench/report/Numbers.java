package strandbench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import strandbench.stats.Estimate;

/** How numbers are written: four significant digits, or all before the point. */
public final class Numbers {
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private Numbers() {}

  /** {@code 1.970}, {@code 5,020}, {@code 7,345,844}, {@code 3.1e-7}. */
  public static String figure(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
    }
    if (size == 0) {
      return "0";
    }
    if (size < 1e-4) {
      return minus(BigDecimal.valueOf(value).round(FOUR_DIGITS).stripTrailingZeros().toString())
          .replace('E', 'e');
    }
    if (size >= 1e15) {
      return minus(String.format(Locale.ROOT, "%.3e", value));
    }
    return plain(value);
  }

  private static String plain(double value) {
    if (Math.abs(value) >= 999.95) {
      return minus(String.format(Locale.ROOT, "%,.0f", value));
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(FOUR_DIGITS);
    int decimals = FOUR_DIGITS.getPrecision() - rounded.precision() + rounded.scale();
    return minus(rounded.setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN).toPlainString());
  }

  /** For axes: without zeros that say nothing, {@code 0.5}, and with prefixes, {@code 20 M}. */
  static String tick(double value) {
    double size = Math.abs(value);
    if (size >= 1e6 && size < 1e15) {
      double unit = size >= 1e12 ? 1e12 : size >= 1e9 ? 1e9 : 1e6;
      return tick(value / unit) + (unit == 1e12 ? " T" : unit == 1e9 ? " G" : " M");
    }
    return figure(value).replaceAll("(\\.[0-9]*?)0+(?![0-9])", "$1").replaceAll("\\.(?![0-9])", "");
  }

  private static String minus(String number) {
    return number.replace('-', '−').replace("e−", "e-").replace("E−", "e-");
  }

  /** {@code 98.4%} from 0.984. */
  static String percent(double share) {
    return Double.isFinite(share)
        ? minus(String.format(Locale.ROOT, "%.1f%%", 100 * share))
        : figure(share);
  }

  /** {@code 1.97 to 1.99}, or a dash where there is no interval. */
  public static String interval(Estimate estimate) {
    return estimate.hasInterval() ? figure(estimate.low()) + " to " + figure(estimate.high()) : "–";
  }

  /** {@code 1 fork}, {@code 5 forks}. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code 1 entry}, {@code 5 entries}: of a JMH file. */
  static String entries(int number) {
    return number + (number == 1 ? " entry" : " entries");
  }
}
