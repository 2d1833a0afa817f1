package strandbench.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import strandbench.result.BenchmarkKey;

/** The pairs of one benchmark, or of the canary or the calibration, as they come in. */
final class Series {
  private final Role role;
  private final BenchmarkKey key;
  private final List<PairEntry> pairs = new ArrayList<>();
  private GateRules rules;
  private PairedTest test;
  private double seconds;
  private int timed;
  private Evidence evidence;
  private Failure failure;

  /**
   * Why a benchmark can't be compared.
   *
   * @param both whether BASE and HEAD both fail
   * @param reason one line
   */
  record Failure(boolean both, String reason) {}

  Series(Role role, BenchmarkKey key, GateRules rules) {
    this.role = role;
    this.key = key;
    this.rules = rules;
    this.test = new PairedTest(rules);
    this.evidence = test.evidence();
  }

  /** Takes a pair. */
  void add(PairEntry pair, Optional<Failure> failed) {
    seconds += pair.base().seconds() + pair.head().seconds();
    timed++;
    if (failed.isPresent()) {
      // A benchmark that never works says nothing of how alike the arms are.
      if (role != Role.CANARY || !failed.get().both()) {
        failure = failed.get();
      }
      return;
    }
    pairs.add(pair);
  }

  /** Leaves out looks at more pairs; before the first look only. */
  void limitTo(int most) {
    rules = rules.upTo(most);
    test = new PairedTest(rules);
  }

  GateRules rules() {
    return rules;
  }

  Role role() {
    return role;
  }

  BenchmarkKey key() {
    return key;
  }

  int size() {
    return pairs.size();
  }

  Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  /** As of the last look that the pairs reach. */
  Evidence evidence() {
    if (rules.lastLook(pairs.size()).orElse(0) > evidence.pairs()) {
      test.take(logSlowDowns());
      evidence = test.evidence();
    }
    return evidence;
  }

  /** The same with the interval. */
  Evidence withInterval() {
    return evidence().pairs() > 0 ? test.withInterval() : evidence;
  }

  /** As of the last look; see {@link Reach#isHopeless}. */
  boolean isHopeless(int benchmarks) {
    return evidence().pairs() > 0 && test.isHopeless(benchmarks);
  }

  /** Of all its pairs; NaN under two. */
  double spread() {
    return PairedTest.spread(logSlowDowns());
  }

  /** Wall time of all its pairs. */
  double seconds() {
    return seconds;
  }

  /** 0 before the first. */
  double secondsPerPair() {
    return timed == 0 ? 0 : seconds / timed;
  }

  private double[] logSlowDowns() {
    return pairs.stream().mapToDouble(PairEntry::logSlowDown).toArray();
  }

  List<PairEntry> pairs() {
    return pairs;
  }
}
