package strandbench.workload;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * One thread of {@link EchoLoad}, and the connections that it drives. All methods are called from
 * one other thread, and none while {@link #run} is under way.
 */
final class EchoLoop {
  private static final long SILENCE_MILLIS = 30_000;
  private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Selector selector = Selector.open();
  private final List<EchoCaller> callers = new ArrayList<>();
  private final Histogram latencies = new Histogram(HIGHEST_NANOS, DIGITS);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private long resetCpuNanos;

  EchoLoop() throws IOException {}

  /** Takes a connection over, when it is served. */
  void add(EchoCaller caller) throws IOException {
    caller.awaitGreeting(selector);
    callers.add(caller);
  }

  /**
   * Has each connection send what it is {@linkplain EchoCaller#owe due to send}, on this loop's
   * thread.
   *
   * @return how many answers came
   */
  Future<Long> run() {
    return thread.submit(this::drive);
  }

  private Long drive() throws IOException {
    long due = 0;
    for (EchoCaller caller : callers) {
      due += caller.begin();
    }
    long done = 0;
    while (done < due) {
      if (selector.select(SILENCE_MILLIS) == 0) {
        throw new IOException("no answer in " + SILENCE_MILLIS / 1000 + " s");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        done += ((EchoCaller) key.attachment()).proceed(latencies);
      }
      selector.selectedKeys().clear();
    }
    return done;
  }

  void reset() {
    latencies.reset();
    resetCpuNanos = cpuNanosInAll();
  }

  /** In ns, since the last reset. */
  Histogram latencies() {
    return latencies;
  }

  /** Processor time of the thread since the last reset. */
  long cpuNanos() {
    return cpuNanosInAll() - resetCpuNanos;
  }

  private long cpuNanosInAll() {
    return onThread(THREADS::getCurrentThreadCpuTime);
  }

  private <T> T onThread(Callable<T> call) {
    try {
      return thread.submit(call).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
