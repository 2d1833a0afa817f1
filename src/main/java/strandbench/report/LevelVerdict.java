package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import strandbench.stats.Estimate;
import strandbench.stats.Ratio;

/** What becomes of some lines from the lowest level to the highest, in words. */
final class LevelVerdict {
  private static final String NO_FORKS =
      "No verdict: no level has the 3 forks that an interval needs.";

  /** By what factor one line changes. */
  private record Change(String name, Estimate factor) {
    String words() {
      return "%s (%s)".formatted(Numbers.figure(factor.value()), Numbers.interval(factor));
    }
  }

  private LevelVerdict() {}

  /**
   * The verdict of a chart.
   *
   * @param quantity what is measured
   * @param forks of a cell: what its point is made of
   * @param fits one per line where scaling laws are asked, else none
   */
  static Verdict of(
      Level level,
      String quantity,
      List<LevelLine> lines,
      Function<Cell, double[]> forks,
      List<ScalingFits> fits) {
    boolean sure =
        lines.stream()
            .flatMap(line -> line.scoring().values().stream())
            .anyMatch(cell -> forks.apply(cell).length >= Estimate.MIN_FORKS);
    if (fits.isEmpty()) {
      String change = change(level, quantity, lines, forks);
      return sure && change.isEmpty()
          ? new Verdict("No verdict: no line has 3 forks or more at both of its ends.", "")
          : new Verdict(sure ? change : NO_FORKS, "");
    }
    String laws = ScalingWords.headline(fits);
    return sure
        ? new Verdict(laws, change(level, quantity, lines, forks))
        : new Verdict(NO_FORKS, laws + " That rests on how single forks scatter around the law.");
  }

  /** Empty where no line has an interval. */
  private static String change(
      Level level, String quantity, List<LevelLine> lines, Function<Cell, double[]> forks) {
    double low = lines.stream().mapToDouble(line -> line.cells().firstKey()).min().orElseThrow();
    double high = lines.stream().mapToDouble(line -> line.cells().lastKey()).max().orElseThrow();
    List<Change> changes = new ArrayList<>();
    for (LevelLine line : lines) {
      factor(line, low, high, forks).ifPresent(by -> changes.add(new Change(line.name(), by)));
    }
    if (changes.isEmpty()) {
      return "";
    }
    changes.sort(Comparator.comparingDouble(change -> change.factor().value()));
    Change least = changes.getFirst();
    Change most = changes.getLast();
    String by =
        changes.size() > 1
            ? "by factors from %s with %s to %s with %s"
                .formatted(least.words(), least.name(), most.words(), most.name())
            : "by a factor of " + least.words() + (lines.size() > 1 ? " with " + least.name() : "");
    return "From %s %s to %s, %s changes %s."
        .formatted(level.name(), Numbers.tick(low), Numbers.tick(high), quantity, by);
  }

  private static Optional<Estimate> factor(
      LevelLine line, double low, double high, Function<Cell, double[]> forks) {
    Cell first = line.scoring().get(low);
    Cell last = line.scoring().get(high);
    return first == null || last == null
        ? Optional.empty()
        : Optional.of(
                Ratio.of(forks.apply(last), forks.apply(first), Estimate.CONFIDENCE).estimate())
            .filter(Estimate::hasInterval);
  }
}
