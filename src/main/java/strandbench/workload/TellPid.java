package strandbench.workload;

import java.io.Serializable;
import java.util.concurrent.Callable;

/** Tells which process runs it. Immutable and serializable. */
public record TellPid() implements Callable<Long>, Serializable {
  @Override
  public Long call() {
    return ProcessHandle.current().pid();
  }
}
