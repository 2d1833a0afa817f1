package strandbench.process;

import java.util.Map;

/**
 * How a child JVM lets its parent tell an exit code from a signal, which the JDK reports alike: it
 * announces that it exits of its own accord. A JVM that a signal kills announces nothing, and one
 * that a signal asks to shut down (SIGTERM, SIGINT, SIGHUP) must not, though its shutdown hooks run
 * just as well.
 *
 * <p>Not announced is also {@link Runtime#halt}. What kills a JVM while its hooks run, after it has
 * announced, is taken for an exit code.
 */
final class ExitNote {
  private ExitNote() {}

  /**
   * Has something done when this JVM shuts down of its own accord: by {@link System#exit}, or
   * because no thread is left to wait for.
   *
   * @param announce whatever reaches the parent and survives the death of this process; runs among
   *     the other shutdown hooks, in no order
   */
  static void onOrderlyExit(Runnable announce) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("exit-note") {
              @Override
              public void run() {
                if (!begunBySignal()) {
                  announce.run();
                }
              }
            });
  }

  /**
   * Whether a signal began the shutdown that is under way. For shutdown hooks.
   *
   * <p>There is no API for that. A signal's handler runs on a thread with its name, and the thread
   * that began the shutdown is inside it for as long as hooks run.
   */
  static boolean begunBySignal() {
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      if (isHandler(each.getKey().getName()) && isInShutdown(each.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHandler(String thread) {
    return thread.startsWith("SIG") && thread.endsWith(" handler");
  }

  private static boolean isInShutdown(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals("java.lang.ApplicationShutdownHooks")) {
        return true;
      }
    }
    return false;
  }
}
