package strandbench.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import strandbench.result.UnusableInputException;

/** Reads quantities with their units from options. */
final class Quantities {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h)");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");

  private Quantities() {}

  /** {@code 90s}, {@code 10m} or {@code 2h}. */
  static Duration duration(String option, String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new UnusableInputException(option + " " + text + ": a time such as 90s, 10m or 2h");
    }
    long amount = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** {@code 2%} as 0.02; above 0 and below 1. */
  static double share(String option, String text) {
    Matcher percent = PERCENT.matcher(text);
    double share = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : 0;
    if (share <= 0 || share >= 1) {
      throw new UnusableInputException(
          option + " " + text + ": a share such as 2%, above 0% and below 100%");
    }
    return share;
  }
}
