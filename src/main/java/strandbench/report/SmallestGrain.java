package strandbench.report;

import java.util.Comparator;
import java.util.List;
import strandbench.report.GrainGroup.Strand;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;
import strandbench.stats.MinimumEffectiveGrain;

/**
 * From which grain on half of the cores' time is useful, per model: the minimum effective grain.
 */
final class SmallestGrain {
  private static final double THRESHOLD = 0.5;

  private final GrainGroup group;

  SmallestGrain(GrainGroup group) {
    this.group = group;
  }

  private MinimumEffectiveGrain smallest(Strand strand) {
    List<Cell> measured =
        group.drawn().stream()
            .filter(cell -> Strand.of(cell.key()).equals(strand))
            .sorted(Comparator.comparingLong(GrainGroup::iterations))
            .toList();
    return MinimumEffectiveGrain.of(
        measured.stream().mapToDouble(cell -> group.micros(GrainGroup.iterations(cell))).toArray(),
        measured.stream().map(GrainGroup::rates).toList(),
        group.ideal(strand),
        THRESHOLD,
        Estimate.CONFIDENCE);
  }

  /** One row per model. */
  Table table() {
    return new Table(
        "Smallest grain at an efficiency of 50%",
        List.of("Model", "Grain (µs)", "95% interval", "METG(50%), overhead included (µs)"),
        group.drawnStrands().stream()
            .map(
                strand -> {
                  MinimumEffectiveGrain smallest = smallest(strand);
                  return new Table.Row(
                      switch (smallest) {
                        case MinimumEffectiveGrain.Crossing crossing ->
                            List.of(
                                Entry.text(group.name(strand)),
                                Entry.number(crossing.grain().value()),
                                Entry.text(interval(crossing.grain())),
                                Entry.number(crossing.grain().value() / THRESHOLD));
                        case MinimumEffectiveGrain.BelowSmallest below ->
                            bounded(
                                group.name(strand), "below " + Numbers.figure(below.smallest()));
                        case MinimumEffectiveGrain.AboveLargest above ->
                            bounded(group.name(strand), "above " + Numbers.figure(above.largest()));
                      });
                })
            .toList());
  }

  private static List<Entry> bounded(String name, String bound) {
    return List.of(Entry.text(name), Entry.text(bound), Entry.text("–"), Entry.text("–"));
  }

  /** A side on which the data set no bound is said to be open. */
  private static String interval(Estimate grain) {
    if (!grain.hasInterval()) {
      return "–";
    }
    String low = grain.low() == 0 ? "below the smallest measured" : Numbers.figure(grain.low());
    String high =
        Double.isInfinite(grain.high())
            ? "above the largest measured"
            : Numbers.figure(grain.high());
    return low + " to " + high;
  }

  /** Which model is effective from the smallest grain on. */
  Verdict verdict() {
    int most = group.strands().stream().mapToInt(Strand::parallelism).max().orElseThrow();
    List<Strand> strands =
        group.drawnStrands().stream().filter(strand -> strand.parallelism() == most).toList();
    List<String> all =
        group.drawnStrands().stream()
            .map(strand -> group.name(strand) + ": " + grain(strand))
            .toList();
    String detail =
        Names.capitalized(String.join("; ", all))
            + ". A whole task takes twice that, overhead"
            + " included: METG(50%).";
    List<Strand> sure = strands.stream().filter(strand -> !Double.isNaN(high(strand))).toList();
    if (sure.size() < 2) {
      return new Verdict(
          "No verdict at parallelism "
              + most
              + ": a comparison needs two models with 3 forks or more at each grain.",
          detail);
    }
    Strand first = sure.stream().min(Comparator.comparingDouble(this::high)).orElseThrow();
    List<Strand> tied = sure.stream().filter(strand -> low(strand) <= high(first)).toList();
    if (tied.size() == 1) {
      return new Verdict(
          "%s %s effective at the smallest tasks at parallelism %d: %s."
              .formatted(
                  Names.capitalized(Names.words(first.model())),
                  Names.verb(Names.words(first.model())),
                  most,
                  grain(first)),
          detail);
    }
    return new Verdict(
        "No single answer at parallelism "
            + most
            + ": the intervals of %s overlap, so which of them is effective at the"
                .formatted(
                    Names.list(tied.stream().map(strand -> Names.words(strand.model())).toList()))
            + " smallest tasks can't be told.",
        detail);
  }

  private double low(Strand strand) {
    return switch (smallest(strand)) {
      case MinimumEffectiveGrain.Crossing crossing -> crossing.grain().low();
      case MinimumEffectiveGrain.BelowSmallest any -> 0;
      case MinimumEffectiveGrain.AboveLargest above -> above.low();
    };
  }

  /** NaN without an interval. */
  private double high(Strand strand) {
    return switch (smallest(strand)) {
      case MinimumEffectiveGrain.Crossing crossing -> crossing.grain().high();
      case MinimumEffectiveGrain.BelowSmallest below -> below.high();
      case MinimumEffectiveGrain.AboveLargest above ->
          Double.isNaN(above.low()) ? Double.NaN : Double.POSITIVE_INFINITY;
    };
  }

  private String grain(Strand strand) {
    return switch (smallest(strand)) {
      case MinimumEffectiveGrain.Crossing crossing ->
          "half of the time is useful from "
              + Numbers.figure(crossing.grain().value())
              + " µs of useful work a task on"
              + (crossing.grain().hasInterval()
                  ? " (95% interval " + interval(crossing.grain()) + ")"
                  : "");
      case MinimumEffectiveGrain.BelowSmallest below ->
          "more than half is useful even at the smallest measured, "
              + Numbers.figure(below.smallest())
              + " µs";
      case MinimumEffectiveGrain.AboveLargest above ->
          "less than half is useful even at the largest measured, "
              + Numbers.figure(above.largest())
              + " µs";
    };
  }
}
