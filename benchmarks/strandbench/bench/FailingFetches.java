package strandbench.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import strandbench.origin.Fault;
import strandbench.origin.Origin;
import strandbench.origin.Page;
import strandbench.workload.Fetch;
import strandbench.workload.FetchTally;
import strandbench.workload.RetriedFetch;

/**
 * The fetches of one operation, some of which fail, with what must come of them: it is decided
 * beforehand which attempt at which page meets which fault.
 *
 * @param expected their tallies together
 */
record FailingFetches(List<RetriedFetch> tasks, FetchTally expected) {
  /**
   * How often, and how patiently.
   *
   * @param attempts how many each page has
   * @param backOffMillis between the first and the second, at most
   * @param patienceMillis how long an attempt waits
   */
  record Rule(int attempts, long backOffMillis, long patienceMillis) {}

  static FailingFetches of(int count, Origin origin, Rule rule) {
    return new FailingFetches(
        IntStream.range(0, count).mapToObj(number -> task(origin, number, rule)).toList(),
        IntStream.range(0, count)
            .mapToObj(number -> expected(origin, number, rule))
            .reduce(FetchTally.NONE, FetchTally::plus));
  }

  private static RetriedFetch task(Origin origin, int number, Rule rule) {
    Page page = origin.failingPage(number);
    return new RetriedFetch(
        new Fetch(page.uri(), page.length(), page.crc32c()),
        rule.attempts(),
        rule.backOffMillis(),
        rule.patienceMillis());
  }

  private static FetchTally expected(Origin origin, int number, Rule rule) {
    List<Fault> met = new ArrayList<>();
    do {
      met.add(origin.fault(number, met.size() + 1));
    } while (met.getLast() != Fault.NONE && met.size() < rule.attempts());
    int fetched = Collections.frequency(met, Fault.NONE);
    return new FetchTally(
        fetched * origin.failingPage(number).crc32c(),
        fetched,
        1 - fetched,
        met.size(),
        Collections.frequency(met, Fault.RESET),
        Collections.frequency(met, Fault.ERROR),
        Collections.frequency(met, Fault.SILENCE));
  }

  /**
   * Makes all fetches, and joins all of them.
   *
   * @throws IllegalStateException if what comes of them is not what must
   */
  FetchTally run(ExecutorService executor) throws Exception {
    FetchTally all = FetchTally.NONE;
    for (Future<FetchTally> one : executor.invokeAll(tasks)) {
      all = all.plus(one.get());
    }
    if (!all.equals(expected)) {
      throw new IllegalStateException(
          "wrong answer: the tasks' tally is " + all + ", the oracle says " + expected);
    }
    return all;
  }
}
