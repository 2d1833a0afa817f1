package strandbench.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import strandbench.process.wire.Scratch;

/**
 * The processes that this JVM has started and that have not ended. Its orderly end waits for those
 * that are no daemons: where it would end because its threads have, a thread that is no daemon
 * waits for each; where {@link System#exit} ends it, a shutdown hook does.
 */
final class Children {
  private static final Set<JvmProcess> ALIVE = ConcurrentHashMap.newKeySet();

  /** Guarded by the class. */
  private static boolean prepared;

  private static volatile boolean ending;

  private Children() {}

  /**
   * Makes sure that an orderly end waits from now on.
   *
   * @throws IllegalStateException if the JVM is shutting down already
   */
  static synchronized void prepare() {
    if (ending) {
      throw new IllegalStateException("this JVM is shutting down");
    }
    if (!prepared) {
      // Before that, because until they have ended, processes may want to reach this one.
      Scratch.beforeRemoval(Children::awaitAtExit);
      prepared = true;
    }
  }

  /** Keeps a process in mind until it has ended. */
  static void add(JvmProcess process, ChildJvm jvm) {
    ALIVE.add(process);
    var unused = jvm.cleared().thenRun(() -> ALIVE.remove(process));
    if (!process.isDaemon()) {
      Thread.ofPlatform()
          .daemon(false)
          .name(process.name() + "-await")
          .start(() -> jvm.cleared().join());
    }
  }

  static List<JvmProcess> alive() {
    return ALIVE.stream().filter(JvmProcess::isAlive).toList();
  }

  /**
   * A signal asks for the end at once: then the children end as they do when this JVM is killed.
   */
  private static void awaitAtExit() {
    ending = true;
    if (ExitNote.begunBySignal()) {
      return;
    }
    for (JvmProcess process : ALIVE) {
      if (!process.isDaemon()) {
        process.awaitEnd();
      }
    }
  }
}
