package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import strandbench.stats.BestSelection;
import strandbench.stats.Estimate;

/**
 * Which of several candidates is best at one level, in words.
 *
 * @param where the level: {@code at parallelism 2}
 * @param kind what the candidates are: {@code model}
 * @param best what the first of them is: {@code fastest}
 * @param candidates those that were measured there
 * @param absent those that should have been, each with its reason
 */
record Comparison(
    String where, String kind, String best, List<Candidate> candidates, List<String> absent) {
  static final double FAMILY_WISE_LEVEL = 0.05;

  /** Of models, the fastest. */
  Comparison(String where, List<Candidate> candidates, List<String> absent) {
    this(where, "model", "fastest", candidates, absent);
  }

  /**
   * A candidate at the level.
   *
   * @param name of the model, or what else it is
   * @param forks one value per fork; higher is better
   * @param brief its figure in short: {@code 1.98}
   * @param figure its figure in full: {@code 1.98 times one raw thread (95% interval …)}
   */
  record Candidate(String name, List<Double> forks, String brief, String figure) {}

  /**
   * The answer.
   *
   * @param noise by how much two identical baselines differed in the same run, as a share; NaN if
   *     unknown
   */
  Verdict verdict(double noise) {
    List<Candidate> comparable =
        candidates.stream().filter(c -> c.forks().size() >= Estimate.MIN_FORKS).toList();
    List<String> left = new ArrayList<>();
    candidates.stream()
        .filter(c -> c.forks().size() < Estimate.MIN_FORKS)
        .forEach(c -> left.add(c.name() + " (" + Numbers.count(c.forks().size(), "fork") + ")"));
    left.addAll(absent);
    String notCompared = left.isEmpty() ? "" : " Not compared: " + Names.list(left) + ".";
    if (comparable.isEmpty()) {
      return new Verdict(
          "No verdict: " + whyNone() + ".",
          absent.isEmpty() ? "" : "Not measured there: " + Names.list(absent) + ".");
    }
    if (comparable.size() == 1) {
      Candidate only = comparable.getFirst();
      return new Verdict(
          "No verdict: %s, only one %s has 3 forks or more: %s, %s."
              .formatted(where, kind, only.name(), only.figure()),
          notCompared.strip());
    }
    BestSelection selection =
        BestSelection.ofHighest(
            comparable.stream().map(Comparison::forks).toList(), FAMILY_WISE_LEVEL);
    Verdict verdict =
        selection.hasWinner() ? winner(comparable, selection, noise) : tie(comparable, selection);
    return new Verdict(verdict.headline(), (verdict.detail() + notCompared).strip());
  }

  private static double[] forks(Candidate candidate) {
    return candidate.forks().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private String whyNone() {
    if (candidates.isEmpty()) {
      return where + ", nothing valid was measured";
    }
    int most = candidates.stream().mapToInt(c -> c.forks().size()).max().orElse(0);
    return "%s, there is no more than %s per %s, and a comparison needs 3 or more"
        .formatted(where, Numbers.count(most, "fork"), kind);
  }

  private Verdict winner(List<Candidate> compared, BestSelection selection, double noise) {
    Candidate first = compared.get(selection.best().getFirst());
    Estimate next = selection.ratios().get(selection.rest().getFirst());
    String caution =
        next.value() - 1 < noise
            ? " But two identical baselines differed by "
                + Numbers.percent(noise)
                + " in this run, which is more than that lead: don't build on it."
            : "";
    return new Verdict(
        "%s %s %s %s: %s."
            .formatted(
                Names.capitalized(first.name()),
                Names.verb(first.name()),
                best,
                where,
                first.figure()),
        "Ahead of " + leads(compared, selection) + "." + caution);
  }

  /** Nobody is said to be ahead who merely can't be told from the best. */
  private Verdict tie(List<Candidate> compared, BestSelection selection) {
    List<String> others =
        selection.best().stream()
            .skip(1)
            .map(compared::get)
            .map(candidate -> candidate.name() + " (" + candidate.brief() + ")")
            .toList();
    Candidate first = compared.get(selection.best().getFirst());
    String leader = "Best estimate: %s, %s.".formatted(first.name(), first.figure());
    return new Verdict(
        "No single answer %s: the best estimate is that of %s (%s), and %s can't be told from it."
            .formatted(where, first.name(), first.brief(), Names.list(others)),
        selection.rest().isEmpty()
            ? leader
            : leader + " That is ahead of " + leads(compared, selection) + ".");
  }

  /** By how much the best estimate leads each of those that were told apart from it. */
  private static String leads(List<Candidate> compared, BestSelection selection) {
    return Names.list(
        selection.rest().stream()
            .map(i -> compared.get(i).name() + " by " + lead(selection.ratios().get(i)))
            .collect(Collectors.toList()));
  }

  /** {@code 5.2% (4.1% to 6.3%)}, or {@code a factor of 3.1 (2.9 to 3.3)}. */
  static String lead(Estimate ratio) {
    if (ratio.value() < 2) {
      return "%s (%s to %s)"
          .formatted(
              Numbers.percent(ratio.value() - 1),
              Numbers.percent(ratio.low() - 1),
              Numbers.percent(ratio.high() - 1));
    }
    return "a factor of %s (%s)".formatted(Numbers.figure(ratio.value()), Numbers.interval(ratio));
  }
}
