package strandbench.gate;

import strandbench.result.BenchmarkKey;
import strandbench.run.JarFork;

/** One side of a pair. */
public interface Arm {
  /** Which cell of its jar it runs. */
  BenchmarkKey key();

  /** Runs one fork. */
  JarFork fork();
}
