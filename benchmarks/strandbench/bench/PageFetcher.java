package strandbench.bench;

import java.util.List;
import java.util.concurrent.Callable;
import strandbench.origin.Page;

/** A client and whoever waits for its answers: fetches pages, a bounded number of them at once. */
interface PageFetcher extends AutoCloseable {
  /**
   * Makes an operation that fetches pages.
   *
   * @return fetches all of them whenever it is called, lets the first exception through, and
   *     returns the sum of the checksums of what arrived
   */
  Callable<Long> fetching(List<Page> pages);

  @Override
  void close();
}
