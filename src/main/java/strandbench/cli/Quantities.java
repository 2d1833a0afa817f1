package strandbench.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import strandbench.result.UnusableInputException;

/** Reads quantities with their units from options. */
final class Quantities {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h)");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");

  private static final Duration SHORTEST_FORK = Duration.ofMillis(10);

  private Quantities() {}

  /** {@code 500ms}, {@code 90s}, {@code 10m} or {@code 2h}. */
  static Duration duration(String option, String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new UnusableInputException(option + " " + text + ": a time such as 90s, 10m or 2h");
    }
    long amount = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  /** A time that a fork can be given: 10 ms or more. */
  static Duration forkTime(String option, String text) {
    Duration time = duration(option, text);
    if (time.compareTo(SHORTEST_FORK) < 0) {
      throw new UnusableInputException(option + " " + text + ": 10ms or more");
    }
    return time;
  }

  /** {@code 2%} as 0.02; above 0 and below 1. */
  static double share(String option, String text) {
    double share = percent(text);
    if (!(share > 0 && share < 1)) {
      throw new UnusableInputException(
          option + " " + text + ": a share such as 2%, above 0% and below 100%");
    }
    return share;
  }

  /** {@code 5%} as 0.05; 0 or more, and 10 times at most. */
  static double tolerance(String option, String text) {
    double tolerance = percent(text);
    if (Double.isNaN(tolerance)) {
      throw new UnusableInputException(option + " " + text + ": a share such as 5% or 0.5%");
    }
    return tolerance;
  }

  /** NaN where it is none. */
  private static double percent(String text) {
    Matcher percent = PERCENT.matcher(text);
    return percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : Double.NaN;
  }
}
