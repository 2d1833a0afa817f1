package strandbench.workload;

import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A {@link Fetch} that tells when it began and ended.
 *
 * @param fetch what is timed
 */
public record TimedFetch(Fetch fetch) implements Callable<TimedAnswer>, Serializable {
  public TimedFetch {
    Objects.requireNonNull(fetch, "fetch");
  }

  /**
   * Fetches, as {@link Fetch#call} does.
   *
   * @throws Exception as that does
   */
  @Override
  public TimedAnswer call() throws Exception {
    long start = System.nanoTime();
    long answer = fetch.call();
    return new TimedAnswer(answer, start, System.nanoTime());
  }
}
