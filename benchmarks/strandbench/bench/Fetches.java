package strandbench.bench;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import strandbench.origin.Page;
import strandbench.workload.Fetch;

/**
 * The fetches of one operation.
 *
 * @param expected the sum of their answers
 */
record Fetches(List<Fetch> tasks, long expected) {
  /** Beyond these, pages are fetched again: 100,000 addresses would fill the heap. */
  private static final int PAGES = 8192;

  static Fetches of(int count, IntFunction<Page> pages) {
    List<Fetch> distinct =
        IntStream.range(0, Math.min(count, PAGES))
            .mapToObj(pages)
            .map(page -> new Fetch(page.uri(), page.length(), page.crc32c()))
            .toList();
    List<Fetch> tasks =
        IntStream.range(0, count)
            .mapToObj(number -> distinct.get(number % distinct.size()))
            .toList();
    return new Fetches(tasks, tasks.stream().mapToLong(Fetch::expected).sum());
  }
}
