package strandbench.run;

import java.util.List;
import java.util.Optional;
import strandbench.result.CellResult;
import strandbench.result.Objection;

/** The rules that a measured cell must keep, written down before anyone looks at a figure. */
final class Validity {
  private final List<ValidityRule> rules;

  private Validity(List<ValidityRule> rules) {
    this.rules = rules;
  }

  /**
   * The rules of a run.
   *
   * @param cores the processors that the run may use
   */
  static Validity rules(int cores) {
    return new Validity(
        List.of(new FoldedKernel(cores), new OriginSaturated(), new GeneratorLate()));
  }

  /** The first objection to a cell, if any. */
  Optional<Objection> objection(CellResult cell, List<CellResult> all) {
    return rules.stream()
        .flatMap(
            rule ->
                rule
                    .objection(cell, all)
                    .map(reason -> new Objection(rule.name(), reason))
                    .stream())
        .findFirst();
  }
}
