package strandbench.bench;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import strandbench.origin.Page;
import strandbench.workload.Fetch;
import strandbench.workload.TimedAnswer;
import strandbench.workload.TimedFetch;

/**
 * The fetches of one operation that times each of them.
 *
 * @param tasks in the order in which they are handed over
 */
record TimedFetches(List<TimedFetch> tasks) {
  /** So many different pages are enough for an answer that went astray to show. */
  private static final int PAGES = 1024;

  /** So many fetches, of pages in turn. */
  static TimedFetches of(int count, IntFunction<Page> pages) {
    List<TimedFetch> distinct =
        Fetches.of(Math.min(count, PAGES), pages).tasks().stream().map(TimedFetch::new).toList();
    return new TimedFetches(
        IntStream.range(0, count).mapToObj(i -> distinct.get(i % distinct.size())).toList());
  }

  /**
   * Holds answers against what they must be, one by one.
   *
   * @param answers in the order of the tasks
   */
  void check(List<TimedAnswer> answers) {
    Answers.check(
        tasks.stream().map(TimedFetch::fetch).map(Fetch::expected).toList(),
        answers.stream().map(TimedAnswer::answer).toList());
  }
}
