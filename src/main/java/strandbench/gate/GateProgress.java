package strandbench.gate;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Tells a person how far the gate is, in lines. Not thread-safe. */
public final class GateProgress {
  private static final long QUIET_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private long lastLine = System.nanoTime();

  public GateProgress(PrintWriter out) {
    this.out = out;
  }

  /** A pair was measured; told now and then, and at the end of a round. */
  void measured(int round, int position, int pairs, Series series, double secondsLeft) {
    if (position == pairs || System.nanoTime() - lastLine > QUIET_NANOS) {
      lastLine = System.nanoTime();
      out.printf(
          Locale.ROOT,
          "round %d, pair %d of %d; %s of the budget left%s%n",
          round,
          position,
          pairs,
          Figures.time(Math.max(0, secondsLeft)),
          series.failure().map(failure -> "; " + failure.reason()).orElse(""));
    }
  }

  /** After the first round. */
  void affords(int pairs, int needed, double roundSeconds, double riderShare) {
    out.printf(
        Locale.ROOT,
        "a round takes %s: the budget affords %d pairs of each benchmark, %d are the fewest that can"
            + " call anything; canary and calibration take %s of the time%n",
        Figures.time(roundSeconds),
        pairs,
        needed,
        Figures.percent(Math.rint(100 * riderShare) / 100));
  }

  /** After the pilot rounds. */
  void callable(Series series, OptionalDouble ratio) {
    out.printf(
        Locale.ROOT,
        "  by its first %d pairs, the smallest slow-down to be called is %s: %s%n",
        series.size(),
        ratio.isPresent() ? Figures.change(ratio.getAsDouble()) : "none",
        Figures.name(series.key()));
  }

  /** All benchmarks were looked at. */
  void looked(int pairs, Collection<Series> benchmarks, List<Decision> decisions, Riders riders) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    Iterator<Decision> each = decisions.iterator();
    for (Series series : benchmarks) {
      Decision decision = each.next();
      counts.merge(decision.verdict(), 1, Integer::sum);
      if (series.size() == pairs && decision.verdict() != Verdict.INCONCLUSIVE) {
        out.printf(
            Locale.ROOT,
            "  %s %s: %s%n",
            decision.verdict(),
            Figures.change(decision.evidence().slowDown().value()),
            Figures.name(series.key()));
      }
    }
    Optional<String> alarm = riders.alarm();
    out.printf(
        Locale.ROOT,
        "look at %d pairs: %s; canary %s, calibration %s%n",
        pairs,
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", ")),
        alarm.isPresent() ? "ALARM" : "quiet",
        riders.calibrationFound() ? "found" : "not found yet");
  }
}
