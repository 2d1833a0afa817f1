package strandbench.run;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Fails on purpose, to test how a run takes it. */
@State(Scope.Benchmark)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx64m"})
public class FaultyBenchmark {
  /** What goes wrong. */
  public enum Fault {
    NOTHING,
    SETUP_THROWS,
    WRONG_ANSWER,
    JVM_EXITS
  }

  @Param public Fault fault;

  @Setup
  public void open() {
    if (fault == Fault.SETUP_THROWS) {
      throw new IllegalStateException("the origin can't start");
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
    return 42;
  }
}
