package strandbench.gate.characteristics;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.TTest;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import strandbench.gate.GateRules;
import strandbench.gate.Verdict;
import strandbench.stats.SignFlipTest;

/** A way to decide from forks of two arms whether HEAD is slower; ours first, then what is used. */
enum Method {
  GATE("this gate, tolerance 5%") {
    @Override
    boolean alarms(Forks forks) {
      GateRules rules = GateRules.of(TOLERANCE).upTo(forks.pairs()).withFlips(Effort.FLIPS);
      return Trial.run(forks.logSlowDowns(), rules).verdict() == Verdict.REGRESSION;
    }
  },
  /** The gate's statistic without its looks: what looking early costs. */
  SIGN_FLIPS("sign flips of pairs at the gate's level, tolerance 5%, one look") {
    @Override
    boolean alarms(Forks forks) {
      return SignFlipTest.of(forks.logSlowDowns(), Effort.FLIPS).pGreater(Math.log1p(TOLERANCE))
          <= GateRules.REGRESSION_LEVEL;
    }
  },
  /** Another statistic: ranks in place of sizes. */
  SIGNED_RANKS("signed ranks of pairs at the gate's level, tolerance 5%, one look") {
    @Override
    boolean alarms(Forks forks) {
      return WilcoxonSignedRankTest.withDefaults()
              .with(AlternativeHypothesis.GREATER_THAN)
              .withMu(Math.log1p(TOLERANCE))
              .test(forks.logSlowDowns())
              .getPValue()
          <= GateRules.REGRESSION_LEVEL;
    }
  },
  /** JMH prints mean ± Student's 99.9% over all iterations of all forks. */
  INTERVALS_APART("JMH's 99.9% intervals don't overlap") {
    @Override
    boolean alarms(Forks forks) {
      double[] greater = Forks.values(forks.greater());
      double[] lesser = Forks.values(forks.lesser());
      return StatUtils.mean(greater) - error(greater) > StatUtils.mean(lesser) + error(lesser);
    }
  },
  /** What benchstat does with the samples that it is given. */
  MANN_WHITNEY("Mann-Whitney at 5% on iterations (benchstat)") {
    @Override
    boolean alarms(Forks forks) {
      double[] greater = Forks.values(forks.greater());
      double[] lesser = Forks.values(forks.lesser());
      return MannWhitneyUTest.withDefaults().test(lesser, greater).getPValue() <= USUAL
          && StatUtils.percentile(greater, 50) > StatUtils.percentile(lesser, 50);
    }
  },
  WELCH("Welch's t at 5% on fork means") {
    @Override
    boolean alarms(Forks forks) {
      return welch(forks);
    }
  },
  RATIO_110("ratio of means above 110%") {
    @Override
    boolean alarms(Forks forks) {
      return ratio(forks) > 1.1;
    }
  },
  RATIO_200("ratio of means above 200%") {
    @Override
    boolean alarms(Forks forks) {
      return ratio(forks) > 2;
    }
  },
  /** At the gate's own looks. */
  RETRY("Welch's t at 5%, measured again until significant") {
    @Override
    boolean alarms(Forks forks) {
      return GateRules.of(TOLERANCE).upTo(forks.pairs()).looks().stream()
          .anyMatch(look -> welch(forks.first(look.pairs())));
    }
  };

  private static final double TOLERANCE = 0.05;
  private static final double USUAL = 0.05;
  private static final double JMH_CONFIDENCE = 0.999;

  private final String inWords;

  Method(String inWords) {
    this.inWords = inWords;
  }

  /** Whether it would call a regression. */
  abstract boolean alarms(Forks forks);

  private static double error(double[] values) {
    double quantile =
        new TDistribution(null, values.length - 1.0)
            .inverseCumulativeProbability(0.5 + JMH_CONFIDENCE / 2);
    return quantile * Math.sqrt(StatUtils.variance(values) / values.length);
  }

  private static double ratio(Forks forks) {
    return StatUtils.mean(Forks.values(forks.greater()))
        / StatUtils.mean(Forks.values(forks.lesser()));
  }

  private static boolean welch(Forks forks) {
    double[] greater = Forks.means(forks.greater());
    double[] lesser = Forks.means(forks.lesser());
    return TTest.withDefaults().test(lesser, greater).getPValue() <= USUAL
        && StatUtils.mean(greater) > StatUtils.mean(lesser);
  }

  @Override
  public String toString() {
    return inWords;
  }
}
