package strandbench.process.shared;

import java.io.Serializable;
import java.util.Locale;
import java.util.concurrent.Callable;

/** What the tests of pipes have other processes do. */
final class PipeTasks {
  private PipeTasks() {}

  /** Answers each message with itself in upper case, until the other end is closed. */
  record Upper(PipeEnd<String> end) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws Exception {
      int count = 0;
      try {
        while (true) {
          end.send(end.receive().toUpperCase(Locale.ROOT));
          count++;
        }
      } catch (PipeEndedException e) {
        end.close();
        return e.reason() == PipeEndedException.Reason.CLOSED ? count : -1;
      }
    }
  }

  /** Sends back what comes, so many times. */
  record Echo(PipeEnd<Object> end, int count) implements Callable<Long>, Serializable {
    @Override
    public Long call() throws Exception {
      for (int i = 0; i < count; i++) {
        end.send(end.receive());
      }
      return ProcessHandle.current().pid();
    }
  }

  /** Sends 0, 1, 2 and so on. */
  record Count(PipeEnd<Integer> end, int count, boolean close)
      implements Callable<Long>, Serializable {
    @Override
    public Long call() throws Exception {
      for (int i = 0; i < count; i++) {
        end.send(i);
      }
      if (close) {
        end.close();
      }
      return ProcessHandle.current().pid();
    }
  }

  /** Receives until the other end is gone; returns how many came, in order, and how it went. */
  record Drain(PipeEnd<Integer> end) implements Callable<String>, Serializable {
    @Override
    public String call() throws Exception {
      int next = 0;
      try {
        while (true) {
          int received = end.receive();
          if (received != next++) {
            return "received " + received + " as number " + next;
          }
        }
      } catch (PipeEndedException e) {
        end.close();
        return next + " " + e.reason();
      }
    }
  }

  /** Sends so many numbers and receives so many at the same time. */
  record Talk(PipeEnd<Integer> end, int count) implements Callable<Long>, Serializable {
    @Override
    public Long call() throws Exception {
      for (int i = 0; i < count; i++) {
        end.send(i);
        if (i % 3 == 2) {
          for (int j = i - 2; j <= i; j++) {
            int received = end.receive();
            if (received != j) {
              throw new IllegalStateException("received " + received + " instead of " + j);
            }
          }
        }
      }
      return ProcessHandle.current().pid();
    }
  }

  record Send(PipeEnd<Object> end, Serializable message) implements Callable<Void>, Serializable {
    @Override
    public Void call() throws Exception {
      end.send(message);
      return null;
    }
  }

  /** Sends the end of another pipe through a pipe. */
  record SendEnd(PipeEnd<PipeEnd<String>> end, PipeEnd<String> sent)
      implements Callable<Void>, Serializable {
    @Override
    public Void call() throws Exception {
      end.send(sent);
      return null;
    }
  }
}
