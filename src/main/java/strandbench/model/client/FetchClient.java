package strandbench.model.client;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import strandbench.model.ConcurrencyModel;
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
    public Fetcher open(int inFlight) {
      return new Blocking(ConcurrencyModel.PLATFORM_POOL.open(inFlight), fetch -> fetch);
    }
  },

  /** Apache HttpClient 5, classic, each call on a virtual thread. */
  APACHE_ON_VIRTUAL_THREADS(false) {
    @Override
    public Fetcher open(int inFlight) {
      return new Blocking(ConcurrencyModel.VIRTUAL_THREADS.open(inFlight), fetch -> fetch);
    }
  },

  /** {@code HttpClient.send} of the JDK, each call on a thread of a platform pool. */
  JDK_ON_PLATFORM_POOL(true) {
    @Override
    public Fetcher open(int inFlight) {
      return new Blocking(ConcurrencyModel.PLATFORM_POOL.open(inFlight), JdkFetch::of);
    }
  },

  /** {@code HttpClient.send} of the JDK, each call on a virtual thread. */
  JDK_ON_VIRTUAL_THREADS(false) {
    @Override
    public Fetcher open(int inFlight) {
      return new Blocking(ConcurrencyModel.VIRTUAL_THREADS.open(inFlight), JdkFetch::of);
    }
  },

  /** {@code HttpClient.sendAsync} of the JDK: no thread waits, each answer has the next sent. */
  JDK_ASYNC(false) {
    @Override
    public Fetcher open(int inFlight) {
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
  public abstract Fetcher open(int inFlight);

  /** Whether a platform thread waits for each answer. */
  public boolean holdsPlatformThreads() {
    return platformThreads;
  }

  /** A thread waits for each answer. */
  private record Blocking(ExecutorService executor, Function<Fetch, Callable<Long>> over)
      implements Fetcher {
    @Override
    public Callable<Long> fetching(List<Fetch> pages) {
      List<Callable<Long>> tasks = pages.stream().map(over).toList();
      return () -> sumOf(tasks);
    }

    private long sumOf(List<Callable<Long>> tasks) throws InterruptedException, ExecutionException {
      long sum = 0;
      for (Future<Long> answer : executor.invokeAll(tasks)) {
        sum += answer.get();
      }
      return sum;
    }

    @Override
    public void close() {
      executor.close();
    }
  }

  /** No thread does. */
  private record Asynchronous(int inFlight) implements Fetcher {
    @Override
    public Callable<Long> fetching(List<Fetch> pages) {
      List<Supplier<CompletionStage<Long>>> tasks =
          pages.stream().map(JdkFetch::of).map(Asynchronous::starting).toList();
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
