package strandbench.workload.guard;

import java.util.concurrent.ThreadFactory;

/** The JDK's two kinds of thread. */
public enum ThreadKind {
  /** A thread of the operating system, which gives it time slices. */
  PLATFORM {
    @Override
    ThreadFactory factory(String name) {
      return Thread.ofPlatform().daemon().name(name, 0).factory();
    }
  },

  /** A thread of the JDK, which keeps its carrier until it blocks or ends. */
  VIRTUAL {
    @Override
    ThreadFactory factory(String name) {
      return Thread.ofVirtual().name(name, 0).factory();
    }
  };

  /** Makes daemon threads with that name and a number. */
  abstract ThreadFactory factory(String name);
}
