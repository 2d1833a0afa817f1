package strandbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import strandbench.stats.BestSelection;
import strandbench.stats.Estimate;

/** The answer of a panel, computed from the forks of its first measure. */
final class SweepVerdict {
  private final SweepGroup group;
  private final Sweep.Panel panel;
  private final Measure measure;

  private SweepVerdict(SweepGroup group, Sweep.Panel panel) {
    this.group = group;
    this.panel = panel;
    this.measure = panel.first();
  }

  static Verdict of(SweepGroup group, Sweep.Panel panel) {
    SweepVerdict verdict = new SweepVerdict(group, panel);
    Dimension level = group.sweep().level();
    Dimension series = group.sweep().series();
    return switch (panel.compare()) {
      case SERIES_AT_LAST_LEVEL -> verdict.at(series, level, group.levels().getLast());
      case LEVELS_OF_LAST_SERIES -> verdict.at(level, series, group.seriesValues().getLast());
      case SERIES_AT_EACH_LEVEL -> verdict.atEach(series, level, group.levels());
      case LEVELS_OF_EACH_SERIES -> verdict.atEach(level, series, group.seriesValues());
      case NOTHING -> verdict.none();
    };
  }

  private Verdict at(Dimension along, Dimension across, String at) {
    return new Comparison(
            across.where().apply(at),
            along.name(),
            panel.best(),
            candidates(along, across, at),
            group.notComparable(panel, along, across, at))
        .verdict(Double.NaN);
  }

  private Verdict none() {
    return new Verdict(
        "No verdict: " + panel.best() + ".",
        group.cells().stream()
                .filter(measure::isOf)
                .map(
                    cell -> Names.capitalized(group.name(cell.key())) + ": " + measure.figure(cell))
                .collect(Collectors.joining("; "))
            + ".");
  }

  private List<Comparison.Candidate> candidates(Dimension along, Dimension across, String at) {
    List<Comparison.Candidate> candidates = new ArrayList<>();
    for (Cell cell : group.cells()) {
      if (across.of().apply(cell.key()).equals(at)
          && measure.isOf(cell)
          && !group.isFloor(cell.key())) {
        candidates.add(
            new Comparison.Candidate(
                Dimension.label(along.of().apply(cell.key())),
                Arrays.stream(measure.merit(cell)).boxed().toList(),
                Numbers.figure(measure.of(cell).value()) + " " + measure.unit(),
                measure.figure(cell)));
      }
    }
    return candidates;
  }

  /** Each place is tested at 5% over their number, so that all intervals hold at once. */
  private Verdict atEach(Dimension along, Dimension across, List<String> places) {
    Map<String, List<Comparison.Candidate>> comparable = new LinkedHashMap<>();
    List<String> left = new ArrayList<>();
    for (String place : places) {
      List<Comparison.Candidate> candidates =
          candidates(along, across, place).stream()
              .filter(candidate -> candidate.forks().size() >= Estimate.MIN_FORKS)
              .toList();
      if (candidates.size() > 1) {
        comparable.put(place, candidates);
      } else {
        left.add(across.where().apply(place));
      }
    }
    if (comparable.isEmpty()) {
      return new Verdict(
          "No verdict: a comparison needs two with 3 forks or more, and for no %s there are."
              .formatted(across.name()),
          "");
    }
    Map<String, List<String>> wins = new LinkedHashMap<>();
    List<String> ties = new ArrayList<>();
    comparable.forEach(
        (place, candidates) -> {
          BestSelection selection =
              BestSelection.ofHighest(
                  candidates.stream().map(SweepVerdict::forks).toList(),
                  Comparison.FAMILY_WISE_LEVEL / comparable.size());
          if (selection.hasWinner()) {
            String winner = candidates.get(selection.best().getFirst()).name();
            String next = candidates.get(selection.rest().getFirst()).name();
            wins.computeIfAbsent(winner, any -> new ArrayList<>())
                .add(
                    across.where().apply(place)
                        + ", by "
                        + Comparison.lead(selection.ratios().get(selection.rest().getFirst()))
                        + (candidates.size() > 2 ? " over " + next : ""));
          } else {
            ties.add(across.where().apply(place));
          }
        });
    List<String> sentences = new ArrayList<>();
    wins.forEach(
        (name, won) ->
            sentences.add(
                "%s %s %s %s."
                    .formatted(
                        Names.capitalized(name),
                        Names.verb(name),
                        panel.best(),
                        String.join("; ", won))));
    if (!ties.isEmpty()) {
      sentences.add("Which is " + panel.best() + " can't be told " + Names.list(ties) + ".");
    }
    return new Verdict(
        String.join(" ", sentences),
        left.isEmpty()
            ? ""
            : "Not compared, for want of two with 3 forks or more: " + Names.list(left) + ".");
  }

  private static double[] forks(Comparison.Candidate candidate) {
    return candidate.forks().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
