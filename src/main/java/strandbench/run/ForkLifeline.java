package strandbench.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Ends a fork at once when the JVM that started it is gone, however it ended: the fork's standard
 * input is a pipe that nobody writes to, and it ends with its other side.
 *
 * <p>A JMH profiler only because that is what JMH loads in a fork before the benchmark's set-up; it
 * measures nothing.
 */
public final class ForkLifeline implements InternalProfiler {
  private static final AtomicBoolean WATCHING = new AtomicBoolean();

  @Override
  public String getDescription() {
    return "ends the fork when its parent is gone";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (WATCHING.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("fork-lifeline").start(ForkLifeline::haltAtEndOfInput);
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    return List.of();
  }

  private static void haltAtEndOfInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A broken pipe ends the input as well.
    }
    Runtime.getRuntime().halt(1);
  }
}
