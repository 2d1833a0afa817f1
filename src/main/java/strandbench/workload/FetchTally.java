package strandbench.workload;

import java.io.Serializable;

/**
 * What came of some fetches that were tried again where they failed. Immutable.
 *
 * @param sum of the checksums of the pages that were got
 * @param fetched pages that were got
 * @param givenUp pages that were not got in as many attempts as are allowed
 * @param attempts requests that were made for both
 * @param resets attempts whose connection ended before the answer was whole
 * @param errors attempts that were answered with a status of 500 or more
 * @param timeouts attempts whose answer did not come in time
 */
public record FetchTally(
    long sum, long fetched, long givenUp, long attempts, long resets, long errors, long timeouts)
    implements Serializable {
  /** Of no fetches. */
  public static final FetchTally NONE = new FetchTally(0, 0, 0, 0, 0, 0, 0);

  /**
   * Checks that the figures add up: each attempt has got a page or failed.
   *
   * @throws IllegalArgumentException if they don't
   */
  public FetchTally {
    if (attempts != fetched + resets + errors + timeouts) {
      throw new IllegalArgumentException(
          "%d attempts are not %d fetched and %d reset, %d errors and %d time-outs"
              .formatted(attempts, fetched, resets, errors, timeouts));
    }
  }

  /** Attempts that failed. */
  public long failures() {
    return resets + errors + timeouts;
  }

  /** Attempts beyond the first for each page. */
  public long retries() {
    return attempts - fetched - givenUp;
  }

  /** Both together. */
  public FetchTally plus(FetchTally other) {
    return new FetchTally(
        sum + other.sum,
        fetched + other.fetched,
        givenUp + other.givenUp,
        attempts + other.attempts,
        resets + other.resets,
        errors + other.errors,
        timeouts + other.timeouts);
  }
}
