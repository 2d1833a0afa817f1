package strandbench.process;

import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the child of a {@link JvmProcess} does in the training run for its {@link StartupCache}: the
 * same as for any task, except that the task is an empty one.
 */
final class Rehearsal implements Runnable, Serializable {
  private static final long serialVersionUID = 1L;

  /** In this JVM, so that what can't be made isn't tried at each start. */
  private static final Set<JvmCommand> TRIED = ConcurrentHashMap.newKeySet();

  @Override
  public void run() {}

  /** The command with the options for its cache, which is made where there is none. */
  static JvmCommand cached(JvmCommand command) {
    return cached(command, Rehearsal::hold);
  }

  /** As above, for children that do something else. */
  static JvmCommand cached(JvmCommand command, StartupCache.Training training) {
    if (StartupCache.optionsFor(command).isEmpty() && TRIED.add(command)) {
      StartupCache.create(command, training);
    }
    return command.withJvmOptions(StartupCache.optionsFor(command));
  }

  private static void hold(JvmCommand command) throws InterruptedException {
    JvmProcess.builder().name("rehearsal").command(command).start(new Rehearsal()).join();
  }
}
