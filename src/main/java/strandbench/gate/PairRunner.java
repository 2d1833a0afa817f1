package strandbench.gate;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import strandbench.gate.Gauge.MissingException;
import strandbench.result.JmhEntry;
import strandbench.result.Metric;
import strandbench.result.UnusableInputException;
import strandbench.run.JarFork;

/** Measures single pairs, and keeps them. */
final class PairRunner {
  private final PairJournal journal;

  PairRunner(PairJournal journal) {
    this.journal = journal;
  }

  /**
   * Of the pairs of a round, and of the arms in each: rounds of one seed have orders of their own.
   */
  static Random order(long seed, int round) {
    return new Random(seed + 0x9E3779B97F4A7C15L * round);
  }

  /**
   * What was read off a fork.
   *
   * @param failure half a line; null where there is a score
   */
  private record Reading(double score, String unit, String failure) {
    static Reading of(JarFork fork, Gauge gauge) {
      if (fork.failed()) {
        return new Reading(Double.NaN, null, fork.failure());
      }
      try {
        Metric metric = gauge.of(JmhEntry.cell(fork.jmh()));
        return new Reading(gauge.values(metric)[0], metric.unit(), null);
      } catch (MissingException e) {
        return new Reading(Double.NaN, null, e.getMessage());
      }
    }
  }

  /**
   * Runs both forks, unless asked to stop meanwhile: then the pair is not used. One that was
   * measured before is taken as it was.
   */
  void run(Job job, int round, int position, boolean headFirst, BooleanSupplier stopped)
      throws IOException {
    Optional<PairEntry> before = journal.take(round, job.series().role(), job.base().key());
    JarFork base;
    JarFork head;
    if (before.isPresent()) {
      base = before.get().base();
      head = before.get().head();
    } else if (headFirst) {
      head = job.head().fork();
      base = job.base().fork();
    } else {
      base = job.base().fork();
      head = job.head().fork();
    }
    if (before.isEmpty() && stopped.getAsBoolean()) {
      return;
    }
    Reading ofBase = Reading.of(base, job.gauge());
    Reading ofHead = Reading.of(head, job.gauge());
    Optional<Series.Failure> failure = failure(ofBase, ofHead);
    double logSlowDown = Double.NaN;
    UnusableInputException undirected = null;
    if (failure.isEmpty()) {
      try {
        logSlowDown =
            job.gauge()
                .direction(job.base().key(), ofBase.unit())
                .logSlowDown(ofBase.score(), ofHead.score());
      } catch (UnusableInputException e) {
        undirected = e;
      }
    }
    PairEntry pair =
        new PairEntry(
            round,
            position,
            job.series().role(),
            job.base().key(),
            job.head().key(),
            headFirst,
            job.gauge().metric(),
            ofBase.unit() == null ? ofHead.unit() : ofBase.unit(),
            ofBase.score(),
            ofHead.score(),
            logSlowDown,
            base,
            head);
    if (before.isEmpty()) {
      journal.append(pair);
    }
    if (undirected != null) {
      throw undirected;
    }
    job.series().add(pair, failure);
  }

  private static Optional<Series.Failure> failure(Reading base, Reading head) {
    if (base.failure() != null && head.failure() != null) {
      return Optional.of(new Series.Failure(true, "BASE and HEAD fail: " + base.failure()));
    }
    if (base.failure() != null) {
      return Optional.of(new Series.Failure(false, "BASE fails, HEAD does not: " + base.failure()));
    }
    if (head.failure() != null) {
      return Optional.of(new Series.Failure(false, "HEAD fails, BASE does not: " + head.failure()));
    }
    return base.unit().equals(head.unit())
        ? Optional.empty()
        : Optional.of(
            new Series.Failure(true, "BASE scores in " + base.unit() + ", HEAD in " + head.unit()));
  }
}
