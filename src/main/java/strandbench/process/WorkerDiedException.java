package strandbench.process;

import java.util.OptionalInt;

/**
 * A worker of a pool ended without having been asked to.
 *
 * <p>As the cause of a future's {@link java.util.concurrent.ExecutionException}: while it ran that
 * task, which may have had any part of its effects and was not run again. From {@link
 * ProcessPool.Builder#build}, or as the cause for which a pool broke: before it was ready for any.
 *
 * <p>The message names the worker, its pid, its end, the task, and the last lines that it printed.
 */
public final class WorkerDiedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_TASK = 200;

  private final long pid;
  private final int exitValue;
  private final boolean bySignal;
  private final String outputTail;

  WorkerDiedException(ChildJvm jvm, ExitStatus exit, String when, Object task, Throwable cause) {
    this(jvm, exit, when + (task == null ? "" : describe(task)), jvm.outputTail(), cause);
  }

  private WorkerDiedException(
      ChildJvm jvm, ExitStatus exit, String when, String outputTail, Throwable cause) {
    super(
        jvm
            + " "
            + exit
            + " "
            + when
            + (outputTail.isEmpty()
                ? "; it printed nothing"
                : "; its last output:\n" + outputTail.indent(2).stripTrailing()),
        cause);
    this.pid = jvm.pid();
    this.exitValue = exit.value();
    this.bySignal = exit.bySignal();
    this.outputTail = outputTail;
  }

  private static String describe(Object task) {
    try {
      String text = String.valueOf(task);
      return text.length() <= LONGEST_TASK ? text : text.substring(0, LONGEST_TASK) + "...";
    } catch (RuntimeException e) {
      return task.getClass().getName();
    }
  }

  /** The worker's process id. */
  public long pid() {
    return pid;
  }

  /** The worker's exit code, empty where a signal ended it. */
  public OptionalInt exitCode() {
    return new ExitStatus(exitValue, bySignal).code();
  }

  /** The number of the signal that ended the worker, empty where it exited. */
  public OptionalInt signal() {
    return new ExitStatus(exitValue, bySignal).signal();
  }

  /** The last lines that the worker printed, standard output and error together. */
  public String outputTail() {
    return outputTail;
  }
}
