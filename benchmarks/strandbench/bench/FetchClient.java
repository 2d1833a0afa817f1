package strandbench.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import strandbench.model.ConcurrencyModel;
import strandbench.origin.Page;
import strandbench.workload.Fetch;
import strandbench.workload.JdkFetch;

/**
 * An HTTP client, and who waits for its answers. None has a limit of its own on connections, all
 * keep them alive, and all check the same of each page.
 */
public enum FetchClient {
  /** Apache HttpClient 5, classic, each call on a thread of a platform pool. */
  APACHE_ON_PLATFORM_POOL(true) {
    @Override
    PageFetcher open(int inFlight) {
      return new Blocking(ConcurrencyModel.PLATFORM_POOL.open(inFlight), FetchClient::apache);
    }
  },

  /** Apache HttpClient 5, classic, each call on a virtual thread. */
  APACHE_ON_VIRTUAL_THREADS(false) {
    @Override
    PageFetcher open(int inFlight) {
      return new Blocking(ConcurrencyModel.VIRTUAL_THREADS.open(inFlight), FetchClient::apache);
    }
  },

  /** {@code HttpClient.send} of the JDK, each call on a thread of a platform pool. */
  JDK_ON_PLATFORM_POOL(true) {
    @Override
    PageFetcher open(int inFlight) {
      return new Blocking(ConcurrencyModel.PLATFORM_POOL.open(inFlight), FetchClient::jdk);
    }
  },

  /** {@code HttpClient.send} of the JDK, each call on a virtual thread. */
  JDK_ON_VIRTUAL_THREADS(false) {
    @Override
    PageFetcher open(int inFlight) {
      return new Blocking(ConcurrencyModel.VIRTUAL_THREADS.open(inFlight), FetchClient::jdk);
    }
  },

  /** {@code HttpClient.sendAsync} of the JDK: no thread waits, each answer has the next sent. */
  JDK_ASYNC(false) {
    @Override
    PageFetcher open(int inFlight) {
      return new Asynchronous(inFlight);
    }
  };

  private final boolean platformThreads;

  FetchClient(boolean platformThreads) {
    this.platformThreads = platformThreads;
  }

  /**
   * Opens a fetcher of at most {@code inFlight} pages at once. Whoever opens it closes it; the
   * client itself is the JVM's, and stays.
   */
  abstract PageFetcher open(int inFlight);

  /** Why there can't be so many in flight, in one line; empty if there can. */
  Optional<String> refusal(int inFlight, FetchLimit limit) {
    return limit.refusal(name(), platformThreads, inFlight);
  }

  private static Callable<Long> apache(Page page) {
    return new Fetch(page.uri(), page.length(), page.crc32c());
  }

  private static JdkFetch jdk(Page page) {
    return new JdkFetch(page.uri(), page.length(), page.crc32c());
  }

  /** A thread waits for each answer. */
  private record Blocking(ExecutorService executor, Function<Page, Callable<Long>> fetch)
      implements PageFetcher {
    @Override
    public Callable<Long> fetching(List<Page> pages) {
      List<Callable<Long>> tasks = pages.stream().map(fetch).toList();
      return () -> Answers.sumOf(executor, tasks);
    }

    @Override
    public void close() {
      executor.close();
    }
  }

  /** No thread does. */
  private record Asynchronous(int inFlight) implements PageFetcher {
    @Override
    public Callable<Long> fetching(List<Page> pages) {
      List<Supplier<CompletionStage<Long>>> tasks =
          pages.stream().map(FetchClient::jdk).map(Asynchronous::starting).toList();
      return () -> AsyncWindow.sumOf(tasks, inFlight);
    }

    private static Supplier<CompletionStage<Long>> starting(JdkFetch fetch) {
      return fetch::start;
    }

    @Override
    public void close() {
      // An operation has waited for all that it started.
    }
  }
}
