package strandbench.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import strandbench.workload.JdkFetch;

/** The threads that a client has brought, beside those that call it. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ClientThreads {
  /** Where the JDK's client completes what it was asked for asynchronously. */
  private static final String COMMON_POOL = "ForkJoinPool.commonPool-worker-";

  /**
   * The client's selector and workers, and the common pool's workers, alive when the iteration
   * ended. An idle worker lives for a minute, so that a short iteration's peak is seen.
   */
  public long clientThreads;

  @TearDown(Level.Iteration)
  public void count() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    clientThreads =
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds(), 0))
            .filter(Objects::nonNull)
            .map(ThreadInfo::getThreadName)
            .filter(name -> name.startsWith(JdkFetch.THREAD_PREFIX) || name.startsWith(COMMON_POOL))
            .count();
  }
}
