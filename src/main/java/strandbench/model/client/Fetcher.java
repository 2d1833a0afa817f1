package strandbench.model.client;

import java.util.List;
import java.util.concurrent.Callable;
import strandbench.workload.Fetch;

/** A client and whoever waits for its answers: fetches pages, a bounded number of them at once. */
public interface Fetcher extends AutoCloseable {
  /**
   * Makes an operation that fetches pages over this client.
   *
   * @param pages what to get, and what must arrive
   * @return fetches all of them whenever it is called, lets the first exception through, and
   *     returns the sum of the checksums of what arrived
   */
  Callable<Long> fetching(List<Fetch> pages);

  @Override
  void close();
}
