package strandbench.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import strandbench.workload.FetchTally;

/** Counts what failed in an iteration, and what was done about it. None of it is a fetch. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CountedFailures {
  /** Attempts whose connection was reset. */
  public long resets;

  /** Attempts that were answered with a status of 500. */
  public long errors;

  /** Attempts that were not answered in time. */
  public long timeouts;

  /** Attempts beyond the first at each page. */
  public long retries;

  /** Pages that were not got in as many attempts as are allowed. */
  public long givenUp;

  void add(FetchTally tally) {
    resets += tally.resets();
    errors += tally.errors();
    timeouts += tally.timeouts();
    retries += tally.retries();
    givenUp += tally.givenUp();
  }
}
