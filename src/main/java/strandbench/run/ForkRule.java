package strandbench.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import strandbench.result.ForkEntry;
import strandbench.result.Objection;

/**
 * A limit that each fork must keep; one that doesn't is set aside and measured again. Written down
 * before anyone looks at the figure, and blind to it.
 */
public enum ForkRule {
  STEAL(
      "steal",
      0.05,
      "the hypervisor took %.1f%% of the processor time, more than %.1f%%",
      "the hypervisor gave processor time to other machines",
      ForkEntry::stealShare),

  OTHERS(
      "load-from-others",
      0.1,
      "other processes took %.1f%% of the processor time, more than %.1f%%",
      "other processes of this machine used its processors",
      fork -> fork.othersShare() == null ? Double.NaN : fork.othersShare()),

  COMPILING(
      "compiling",
      0.3,
      "the optimizing compiler kept %.1f%% of a core busy in measurement, more than %.1f%%",
      "C2 was still compiling while it was measured, in the fork or a child JVM",
      fork -> ForkFigures.mean(fork, TreeAccount.TREE + TreeMetric.C2.label())),

  GC_PAUSES(
      "gc-pauses",
      0.2,
      "collections stopped the fork for %.1f%% of the time, more than %.1f%%",
      "what was measured is the collector, not the model (unless it collects on purpose, to weigh"
          + " what is alive)",
      ForkFigures::unwantedPauses),

  DRIFT(
      "drift",
      0.1,
      "its iterations drift, by %.1f%% from the first to the last, more than %.1f%%",
      "five iterations or more follow a trend (Mann-Kendall, p < 2%), so that none of them is the"
          + " steady state",
      ForkFigures::drift);

  private final String label;
  private final double most;
  private final String sentence;
  private final String meaning;

  // Each is a function of its argument alone, which the compiler can't see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToDoubleFunction<ForkEntry> figure;

  ForkRule(
      String label,
      double most,
      String sentence,
      String meaning,
      ToDoubleFunction<ForkEntry> figure) {
    this.label = label;
    this.most = most;
    this.sentence = sentence;
    this.meaning = meaning;
    this.figure = figure;
  }

  /** The name under which it is told, for example {@code steal}. */
  public String label() {
    return label;
  }

  /** The most that it lets pass, as a share. */
  public double most() {
    return most;
  }

  /** What it means where a fork doesn't keep it. */
  public String meaning() {
    return meaning;
  }

  /** The first objection to a fork that was measured; a figure that isn't known raises none. */
  static Optional<Objection> objection(ForkEntry fork, List<ForkRule> rules) {
    return rules.stream().flatMap(rule -> rule.objection(fork).stream()).findFirst();
  }

  private Optional<Objection> objection(ForkEntry fork) {
    double share = figure.applyAsDouble(fork);
    return share > most
        ? Optional.of(
            new Objection(label, String.format(Locale.ROOT, sentence, 100 * share, 100 * most)))
        : Optional.empty();
  }
}
