package strandbench.process;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * What a pool's worker does in the training run for its {@link StartupCache}: takes tasks and
 * answers, one by one and many together, over ring and socket, and lets one fail.
 */
final class PoolRehearsal {
  private static final int ROUND_TRIPS = 5_000;
  private static final int TOGETHER = 20_000;

  private PoolRehearsal() {}

  private record Same(Object value) implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      return value;
    }
  }

  private record Fails() implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      throw new IllegalStateException("as it should");
    }
  }

  static void hold(JvmCommand command) throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder()
            .command(command)
            .workers(1)
            .accept(PoolRehearsal.class.getName(), PoolRehearsal.class.getName() + "$*")
            .build()) {
      for (int i = 0; i < ROUND_TRIPS; i++) {
        pool.submit(new Same(i)).get();
      }
      List<Future<Object>> together = new ArrayList<>();
      for (int i = 0; i < TOGETHER; i++) {
        together.add(pool.submit(new Same("text")));
      }
      for (Future<Object> each : together) {
        each.get();
      }
      pool.map(value -> value, Collections.nCopies(TOGETHER, 1));
      expectFailure(pool);
    }
  }

  private static void expectFailure(ProcessPool pool) throws InterruptedException {
    try {
      pool.submit(new Fails()).get();
      throw new AssertionError("it should have failed");
    } catch (ExecutionException e) {
      // It was to fail.
    }
  }
}
