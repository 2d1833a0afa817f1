package strandbench.gate;

import strandbench.result.BenchmarkKey;
import strandbench.run.ForkSettings;
import strandbench.run.JarBenchmark;
import strandbench.run.JarFork;
import strandbench.run.JmhJar;

/** A benchmark of a jar. */
record JarArm(JmhJar jar, JarBenchmark benchmark, ForkSettings settings) implements Arm {
  @Override
  public BenchmarkKey key() {
    return benchmark.key();
  }

  @Override
  public JarFork fork() {
    return jar.run(benchmark, settings);
  }
}
