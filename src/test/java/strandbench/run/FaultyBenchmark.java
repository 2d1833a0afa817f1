package strandbench.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import strandbench.bench.Accounted;

/** Fails on purpose, to test how a run takes it. */
@State(Scope.Benchmark)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx64m"})
public class FaultyBenchmark extends Accounted {
  /** What goes wrong. */
  public enum Fault {
    NOTHING,
    SETUP_THROWS,
    WRONG_ANSWER,
    JVM_EXITS,
    COLLECTS,
    /** 20 ms an operation, and half a second in its tear-down. */
    BURNS
  }

  @Param public Fault fault;

  @Setup
  public void open() {
    if (fault == Fault.SETUP_THROWS) {
      throw new IllegalStateException("the origin can't start");
    }
  }

  @TearDown
  public void close() {
    if (fault == Fault.BURNS) {
      burnMillis(500);
    }
  }

  private static void burnMillis(int millis) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + millis * 1_000_000L;
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Benchmark
  public int work() {
    if (fault == Fault.WRONG_ANSWER) {
      throw new IllegalStateException("wrong answer: 41, the oracle says 42");
    }
    if (fault == Fault.JVM_EXITS) {
      Runtime.getRuntime().halt(7);
    }
    if (fault == Fault.BURNS) {
      burnMillis(20);
    }
    if (fault == Fault.COLLECTS) {
      System.gc();
    }
    return 42;
  }
}
