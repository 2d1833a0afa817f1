package strandbench.process;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What the tests have workers do. */
final class Tasks {
  private Tasks() {}

  record Echo<T extends Serializable>(T value) implements Callable<T>, Serializable {
    @Override
    public T call() {
      return value;
    }
  }

  record Pid() implements Callable<Long>, Serializable {
    @Override
    public Long call() {
      return ProcessHandle.current().pid();
    }
  }

  /** Writes its pid to a file (whose name must be new), then waits for an interrupt. */
  record Hang(String file) implements Callable<String>, Serializable {
    @Override
    public String call() throws Exception {
      note(file, Long.toString(ProcessHandle.current().pid()));
      new CountDownLatch(1).await();
      return "never";
    }
  }

  /** Starts to wait for a file, after it has made one of its own. */
  record Gate(String mine, String other) implements Callable<String>, Serializable {
    @Override
    public String call() throws Exception {
      note(mine, "here");
      while (!Files.exists(Path.of(other))) {
        LockSupport.parkNanos(1_000_000);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return mine;
    }
  }

  record Exit(int code) implements Callable<String>, Serializable {
    @Override
    public String call() {
      System.err.println("about to exit");
      System.exit(code);
      return "never";
    }
  }

  record Print(String text) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws IOException {
      System.out.println(text);
      System.out.print("and no line end");
      return System.in.read();
    }
  }

  /** A result that can't be sent. */
  record Unsendable() implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      return new Object();
    }
  }

  record Throw(RuntimeException exception) implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      throw exception;
    }
  }

  static final class HoldsAThread extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // That is the point.
    private final Object thread = Thread.currentThread();

    HoldsAThread() {
      super("holds " + Thread.currentThread().getName());
    }

    Object thread() {
      return thread;
    }
  }

  record ThrowUnsendable() implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      throw new HoldsAThread();
    }
  }

  record Deep() implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return call() + 1;
    }
  }

  record Greedy() implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      List<long[]> all = new ArrayList<>();
      while (true) {
        all.add(new long[1 << 20]);
      }
    }
  }

  record Bytes(int size) implements Callable<byte[]>, Serializable {
    @Override
    public byte[] call() {
      return new byte[size];
    }
  }

  record Note(String file) implements Runnable, Serializable {
    @Override
    public void run() {
      try {
        note(file, "ran");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A file that is seen is seen whole. */
  static void note(String file, String text) throws IOException {
    Path temporary = Path.of(file + ".tmp");
    Files.writeString(temporary, text);
    Files.move(temporary, Path.of(file));
  }
}
