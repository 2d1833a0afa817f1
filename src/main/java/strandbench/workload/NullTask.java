package strandbench.workload;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * The task that does nothing but give its number back, so that all it costs is the way there and
 * back, and a lost, repeated or mixed up answer shows.
 *
 * <p>Immutable and serializable; safe to run from any thread, in any process, repeatedly.
 *
 * @param number what it returns
 */
public record NullTask(int number) implements Callable<Integer>, Serializable {

  /** The tasks with the numbers from 0 to {@code tasks - 1}, in this order. */
  public static List<NullTask> tasks(int tasks) {
    return IntStream.range(0, tasks).mapToObj(NullTask::new).toList();
  }

  @Override
  public Integer call() {
    return number;
  }
}
