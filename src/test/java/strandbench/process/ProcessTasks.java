package strandbench.process;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What the tests have processes do. */
final class ProcessTasks {
  /** Assigned by a child, and seen by it alone. */
  static volatile int shared = 1;

  private ProcessTasks() {}

  /** Notes who it is: pid, parent's pid, name, daemon, thread. */
  record Introduce(String file) implements Runnable, Serializable {
    @Override
    public void run() {
      JvmProcess self = JvmProcess.current().orElseThrow();
      ProcessHandle here = ProcessHandle.current();
      note(
          file,
          String.join(
              " ",
              Long.toString(here.pid()),
              Long.toString(here.parent().orElseThrow().pid()),
              self.name(),
              Boolean.toString(self.isDaemon()),
              Thread.currentThread().getName(),
              Boolean.toString(self.pid() == here.pid())));
    }
  }

  /** Notes its pid, then never ends by itself. */
  record Hang(String file) implements Runnable, Serializable {
    @Override
    public void run() {
      note(file, Long.toString(ProcessHandle.current().pid()));
      waitForEver();
    }
  }

  /** Writes a note of its own once another file is there. */
  record NoteAfter(String gate, String file) implements Runnable, Serializable {
    @Override
    public void run() {
      await(gate);
      note(file, "done");
    }
  }

  record Exit(int code) implements Runnable, Serializable {
    @Override
    public void run() {
      System.exit(code);
    }
  }

  /** Has begun to exit when the file is there, and never comes to an end of it. */
  record ExitForEver(String file) implements Runnable, Serializable {
    @Override
    public void run() {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    note(file, Long.toString(ProcessHandle.current().pid()));
                    waitForEver();
                  }));
      System.exit(0);
    }
  }

  record Fail(RuntimeException exception) implements Runnable, Serializable {
    @Override
    public void run() {
      throw exception;
    }
  }

  /** Leaves a thread that is no daemon behind, which writes a note once another file is there. */
  record LeaveAThread(String gate, String file) implements Runnable, Serializable {
    @Override
    public void run() {
      new Thread(new NoteAfter(gate, file)).start();
    }
  }

  record Print(String text) implements Runnable, Serializable {
    @Override
    public void run() {
      System.out.println(text);
      try {
        System.err.print("input " + System.in.read());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  record Assign(int value) implements Runnable, Serializable {
    @Override
    public void run() {
      shared = value;
      System.exit(shared);
    }
  }

  /** Exits with the number of bytes that came over, modulo 100. */
  record Count(byte[] bytes) implements Runnable, Serializable {
    @Override
    public void run() {
      System.exit(bytes.length % 100);
    }
  }

  /** Exits with the limit of its heap in MiB. */
  record HeapLimit() implements Runnable, Serializable {
    @Override
    public void run() {
      System.exit((int) (Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  /** Starts a process that outlives it, notes its pid, then does something else. */
  record Leave(String file, Runnable then) implements Runnable, Serializable {
    @Override
    public void run() {
      try {
        note(file, Long.toString(new ProcessBuilder("sleep", "1000").start().pid()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      then.run();
    }
  }

  /** Starts another process for a task, with the mark that this one has, and waits for it. */
  record StartAnother(boolean daemon, NestedTask task) implements Runnable, Serializable {
    @Override
    public void run() {
      try {
        JvmProcess.builder()
            .daemon(daemon)
            .jvmOptions(ProcessParent.markOf(System.getProperty("mark", "none")))
            .accept("strandbench.process.*")
            .start(task)
            .join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  interface NestedTask extends Runnable, Serializable {}

  record Nested(Runnable task) implements NestedTask {
    @Override
    public void run() {
      task.run();
    }
  }

  /** Notes what keeps a daemon from starting children. */
  record TryToStart(String file) implements Runnable, Serializable {
    @Override
    public void run() {
      try {
        JvmProcess.builder().start(new HeapLimit());
        note(file, "started");
      } catch (IllegalStateException e) {
        note(file, e.getMessage());
      }
    }
  }

  /** Notes whether this JVM has mapped a startup cache. */
  record NoteMaps(String file) implements Runnable, Serializable {
    @Override
    public void run() {
      try {
        String maps = Files.readString(Path.of("/proc/self/maps"));
        note(file, Boolean.toString(maps.contains(".aot")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static void waitForEver() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // For ever.
      }
    }
  }

  static void await(String file) {
    while (!Files.exists(Path.of(file))) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A file that is seen is seen whole. */
  static void note(String file, String text) {
    try {
      Tasks.note(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
