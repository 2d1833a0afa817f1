package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;

/**
 * Two results compared, benchmark by benchmark: a forest plot, a table and the answer.
 *
 * @param before what the one is called
 * @param after what the other is called
 * @param changes of all benchmarks that both have, corrected for their number
 * @param absent what can't be compared, each with its reason
 */
record Changes(String before, String after, List<Change> changes, List<String> absent) {
  /** More rows than these nobody reads in a chart. */
  private static final int ROWS = 40;

  private static final int NAMED = 5;

  static final String METHOD =
      "A ratio is of geometric means over forks, with Welch's 95% interval on their logarithms; above"
          + " 1, the second is faster, whether the score is a time or a rate.";

  /** The answer: how many are faster and slower, and which of them by most. */
  Verdict verdict() {
    long tested = changes.stream().filter(Change::isTestable).count();
    if (tested == 0) {
      return new Verdict(
          "No verdict: no benchmark has 3 forks or more in both results.",
          Numbers.count(changes.size(), "ratio")
              + " without interval; they say nothing of what would come out again.");
    }
    List<Change> faster = changes.stream().filter(Change::isFaster).toList();
    List<Change> slower = changes.stream().filter(Change::isSlower).toList();
    String headline =
        "Of %s compared, %d %s faster in %s than in %s, %d slower, and %d can't be told apart."
            .formatted(
                Numbers.count(Math.toIntExact(tested), "benchmark"),
                faster.size(),
                faster.size() == 1 ? "is" : "are",
                after,
                before,
                slower.size(),
                tested - faster.size() - slower.size());
    return new Verdict(
        headline,
        (named("Faster", faster) + named("Slower", slower)).strip()
            + " With Holm's correction: the chance that any of these is named wrongly is 5% at most, as"
            + " far as the two results differ in the code alone."
            + (tested < changes.size()
                ? " "
                    + (changes.size() - tested)
                    + " more have under 3 forks in one of the two, and no verdict."
                : ""));
  }

  private static String named(String word, List<Change> changes) {
    if (changes.isEmpty()) {
      return "";
    }
    List<Change> first =
        changes.stream().sorted(Comparator.comparingDouble(Changes::distance)).toList();
    return " "
        + word
        + ": "
        + first.stream().limit(NAMED).map(Change::words).collect(Collectors.joining("; "))
        + (changes.size() > NAMED ? "; and " + (changes.size() - NAMED) + " more" : "")
        + ".";
  }

  /** The further from 1, the less. */
  private static double distance(Change change) {
    return -Math.abs(Math.log(change.ratio().estimate().value()));
  }

  Figure figure(String id, String stamp) {
    List<Change> drawn = drawn();
    List<String> labels = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    Map<String, List<Point>> byWord = new TreeMap<>();
    for (Change change : drawn) {
      int row = labels.size();
      labels.add((row + 1) + "  " + Labels.shortened(Change.name(change.key())));
      points.add(point(change, row));
      byWord.computeIfAbsent(change.word(), any -> new ArrayList<>()).add(points.getLast());
    }
    List<Series> series = new ArrayList<>();
    byWord.forEach((word, some) -> series.add(Series.unconnected(word, style(word), some)));
    double[] ends =
        points.stream()
            .flatMapToDouble(p -> DoubleStream.of(1, p.x(), p.low(), p.high()))
            .filter(Double::isFinite)
            .toArray();
    Axis x = ratioAxis("speed of " + after + " over that of " + before, ends);
    Axis y = Axes.ofRows(labels);
    List<String> notes = new ArrayList<>();
    notes.add(METHOD + " " + Axes.LOG_NOTE);
    if (drawn.size() < changes.size()) {
      notes.add(
          "Drawn: the %d of %d whose ratio is furthest from 1; the table has all."
              .formatted(drawn.size(), changes.size()));
    }
    notes.add(
        "The verdicts hold all at once (Holm); so an interval that leaves out 1 may come with none.");
    notes.add(
        "The two were measured one after the other, not in turns: what else changed in between is in"
            + " the ratios as well.");
    Verdict verdict = verdict();
    Chart chart =
        new Chart(
            id,
            after + " against " + before,
            "Which benchmarks are faster in the second result, and which slower?",
            x,
            y,
            true,
            series,
            List.of(
                new ReferenceLine(
                    "no difference", List.of(1.0, 1.0), List.of(y.min(), y.max()), true)),
            notes,
            stamp,
            "Forest plot of "
                + Numbers.count(drawn.size(), "ratio")
                + ". "
                + verdict.headline()
                + " The figures stand in the table below.");
    return new Figure(chart, table(), verdict, absent, "Compared");
  }

  private static Style style(String word) {
    return Style.of(
        switch (word) {
          case "faster" -> 2;
          case "slower" -> 1;
          case "can't be told apart" -> 7;
          default -> 0;
        });
  }

  private List<Change> drawn() {
    if (changes.size() <= ROWS) {
      return changes;
    }
    List<Change> furthest =
        changes.stream().sorted(Comparator.comparingDouble(Changes::distance)).limit(ROWS).toList();
    return changes.stream().filter(furthest::contains).toList();
  }

  private static Point point(Change change, int row) {
    Estimate ratio = change.ratio().estimate();
    return new Point(
        ratio.value(),
        -row,
        -row,
        ratio.low(),
        ratio.high(),
        ratio.forks(),
        List.of(change.words(), change.word()));
  }

  /** A log axis around 1 and the ratios, with round ratios for ticks. */
  private static Axis ratioAxis(String name, double[] ends) {
    double furthest = Math.exp(DoubleStream.of(ends).map(Math::log).map(Math::abs).max().orElse(0));
    if (furthest >= 2) {
      return Axes.log(name, ends);
    }
    double span = Math.max(furthest - 1, 1e-4);
    double power = Math.pow(10, Math.floor(Math.log10(span)));
    double step =
        DoubleStream.of(0.2, 0.5, 1)
            .map(digit -> digit * power)
            .filter(candidate -> span / candidate <= 5)
            .findFirst()
            .orElse(2 * power);
    double low = DoubleStream.of(ends).min().orElse(1) * (1 - span / 10);
    double high = DoubleStream.of(ends).max().orElse(1) * (1 + span / 10);
    return new Axis(
        name,
        true,
        low,
        high,
        IntStream.rangeClosed(-5, 5)
            .mapToDouble(i -> 1 + i * step)
            .filter(tick -> tick >= low && tick <= high)
            .mapToObj(tick -> new Axis.Tick(tick, Numbers.tick(tick)))
            .toList());
  }

  private Table table() {
    return new Table(
        after + " against " + before,
        List.of(
            "Benchmark",
            "Threads",
            "Mode",
            before,
            after,
            "Unit",
            "Ratio of speeds",
            "95% interval",
            "p (Holm)",
            "The second is"),
        changes.stream()
            .map(
                change ->
                    new Table.Row(
                        List.of(
                            Entry.text(change.key().toString()),
                            Entry.count(change.key().threads()),
                            Entry.text(change.key().mode()),
                            Entry.number(change.before().estimate().value()),
                            Entry.number(change.after().estimate().value()),
                            Entry.text(change.before().unit()),
                            Entry.number(change.ratio().estimate().value()),
                            Entry.text(Numbers.interval(change.ratio().estimate())),
                            change.isTestable() ? Entry.number(change.adjusted()) : Entry.text("–"),
                            Entry.text(change.word()))))
            .toList());
  }
}
