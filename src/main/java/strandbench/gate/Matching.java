package strandbench.gate;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import strandbench.result.BenchmarkKey;
import strandbench.result.UnusableInputException;

/**
 * Which benchmarks of BASE and HEAD belong together: those of the same key.
 *
 * @param both in the order of keys
 * @param added only HEAD has them
 * @param removed only BASE has them
 */
record Matching(List<BenchmarkKey> both, List<BenchmarkKey> added, List<BenchmarkKey> removed) {

  /**
   * Matches what is selected.
   *
   * @throws UnusableInputException if nothing does
   */
  static Matching of(
      String baseName,
      Collection<BenchmarkKey> base,
      String headName,
      Collection<BenchmarkKey> head,
      Predicate<BenchmarkKey> selection) {
    Set<BenchmarkKey> ofBase = selected(base, selection);
    Set<BenchmarkKey> ofHead = selected(head, selection);
    Matching matching =
        new Matching(
            ofBase.stream().filter(ofHead::contains).toList(),
            ofHead.stream().filter(key -> !ofBase.contains(key)).toList(),
            ofBase.stream().filter(key -> !ofHead.contains(key)).toList());
    if (matching.both().isEmpty()) {
      throw new UnusableInputException(
          "nothing to compare: of the benchmarks that --include and --exclude leave, "
              + baseName
              + " has "
              + ofBase.size()
              + ", "
              + headName
              + " has "
              + ofHead.size()
              + ", and none is in both");
    }
    return matching;
  }

  private static Set<BenchmarkKey> selected(
      Collection<BenchmarkKey> keys, Predicate<BenchmarkKey> selection) {
    Set<BenchmarkKey> selected = new TreeSet<>();
    keys.stream().filter(selection).forEach(selected::add);
    return selected;
  }
}
