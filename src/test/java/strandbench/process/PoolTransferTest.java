package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What travels: large things both ways at once, and things that can't. */
@Timeout(120)
class PoolTransferTest {
  private static final int LARGE = 30_000_000;

  @TempDir Path directory;

  private static ProcessPool.Builder builder(Transport transport) {
    return ProcessPool.builder()
        .workers(1)
        .transport(transport)
        .accept("strandbench.process.*")
        .jvmOptions(List.of("-Xmx512m"));
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private static Throwable causeOf(Future<?> future) {
    return catchThrowableOfType(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS))
        .getCause();
  }

  private static byte[] filled(int size, int seed) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  /** Both directions hold less than one of these: who writes must not keep others from reading. */
  @ParameterizedTest
  @CsvSource({"RING, 1", "RING, 3", "SOCKET, 1", "SOCKET, 3"})
  void largeArgumentsAndResultsCrossEachOther(Transport transport, int concurrency)
      throws Exception {
    try (ProcessPool pool = builder(transport).concurrencyPerWorker(concurrency).build()) {
      List<CompletableFuture<byte[]>> futures = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        futures.add(pool.submit(new Tasks.Echo<>(filled(LARGE, i))));
      }
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(filled(LARGE, i));
      }
    }
  }

  /**
   * Tasks so short that hundreds may be given ahead, then hundreds whose arguments and results are
   * as large as may be given ahead: together they must fit into what the connection holds.
   */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void manyMiddlingArgumentsAndResultsCrossEachOther(Transport transport) throws Exception {
    try (ProcessPool pool = builder(transport).build()) {
      List<CompletableFuture<?>> futures = new ArrayList<>();
      Future<String> gate = pool.submit(new Tasks.Gate(file("here"), file("go")));
      for (int i = 0; i < 3000; i++) {
        futures.add(pool.submit(new Tasks.Echo<>(i)));
      }
      for (int i = 0; i < 600; i++) {
        futures.add(pool.submit(new Tasks.Echo<>(filled(15_000, i))));
      }
      Tasks.note(file("go"), "");
      gate.get(60, TimeUnit.SECONDS);
      for (int i = 0; i < 600; i++) {
        assertThat(futures.get(3000 + i).get(60, TimeUnit.SECONDS)).isEqualTo(filled(15_000, i));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aCancelledTaskAmongLargeOnesHurtsNone(Transport transport) throws Exception {
    try (ProcessPool pool = builder(transport).concurrencyPerWorker(4).build()) {
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<byte[]>> futures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          futures.add(pool.submit(new Tasks.Echo<>(filled(5_000_000, i))));
        }
        futures.get(round % 4).cancel(true);
        for (int i = 0; i < 4; i++) {
          if (i != round % 4) {
            assertThat(futures.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(filled(5_000_000, i));
          }
        }
      }
    }
  }

  /** A worker that is stopped in the middle of its result keeps nobody longer than asked for. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void aWorkerStoppedAndKilledWhileItWritesItsResult(Transport transport) throws Exception {
    try (ProcessPool pool = builder(transport).build()) {
      Future<byte[]> victim = pool.submit(new StopsInItsResult());
      long pid = pool.pids().getFirst();
      Future<Integer> waits = pool.submit(new Tasks.Echo<>(1));
      Await.until("the worker is stopped", Duration.ofSeconds(30), () -> Await.isStopped(pid));
      assertThatThrownBy(() -> victim.get(20, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      Await.kill9(pid);
      WorkerDiedException death = (WorkerDiedException) causeOf(victim);
      assertThat(death.pid()).isEqualTo(pid);
      assertThat(death.signal()).hasValue(9);
      assertThat(waits.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  /** Stops its own process a moment after its result of 50 MB has begun to leave. */
  record StopsInItsResult() implements Callable<byte[]>, Serializable {
    @Override
    public byte[] call() {
      Thread stopper =
          new Thread(
              () -> {
                Thread main = mainThread();
                while (Arrays.stream(main.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().contains("UninterruptibleChannel"))) {
                  Thread.onSpinWait();
                }
                try {
                  new ProcessBuilder("kill", "-STOP", Long.toString(ProcessHandle.current().pid()))
                      .start()
                      .waitFor();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      stopper.setDaemon(true);
      stopper.start();
      return new byte[50_000_000];
    }

    private static Thread mainThread() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("main"))
          .findAny()
          .orElseThrow();
    }
  }

  static final class Stubborn implements Serializable {
    private static final long serialVersionUID = 1L;
    private final boolean whenWritten;

    Stubborn(boolean whenWritten) {
      this.whenWritten = whenWritten;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      if (whenWritten) {
        throw new IllegalStateException("won't be written");
      }
      out.defaultWriteObject();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      throw new IllegalStateException("won't be read");
    }
  }

  record Makes(boolean whenWritten) implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      return new Stubborn(whenWritten);
    }
  }

  static final class StubbornException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Stubborn stubborn;

    StubbornException(boolean whenWritten) {
      super("stubborn " + whenWritten);
      stubborn = new Stubborn(whenWritten);
    }

    Stubborn stubborn() {
      return stubborn;
    }
  }

  record Throws(boolean whenWritten) implements Callable<Object>, Serializable {
    @Override
    public Object call() {
      throw new StubbornException(whenWritten);
    }
  }

  @Test
  void objectsWhoseOwnMethodsThrowFailTheirOwnTaskAlone() throws Exception {
    try (ProcessPool pool = builder(Transport.RING).build()) {
      List<Long> pids = pool.pids();
      assertThatThrownBy(() -> pool.submit(new Tasks.Echo<>(new Stubborn(true))))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageContaining("won't be written");
      for (Callable<?> task :
          List.<Callable<?>>of(
              new Tasks.Echo<>(new Stubborn(false)), new Makes(true), new Makes(false))) {
        assertThat(causeOf(pool.submit(task)))
            .hasStackTraceContaining("IllegalStateException: won't be ");
      }
      for (boolean whenWritten : new boolean[] {true, false}) {
        assertThat(causeOf(pool.submit(new Throws(whenWritten))))
            .isInstanceOf(TaskFailedException.class)
            .hasMessageContaining("stubborn " + whenWritten)
            .hasMessageContaining("PoolTransferTest$Throws.call");
      }
      assertThat(pool.submit(new Tasks.Echo<>(1)).get()).isEqualTo(1);
      assertThat(pool.pids()).isEqualTo(pids);
    }
  }

  /** What the worker may send but this side doesn't accept, and the other way round. */
  @Test
  void aResultThatIsRefusedHereFailsItsFutureAlone() throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .accept("strandbench.process.PoolTransferTest$M*")
            .build()) {
      assertThat(causeOf(pool.submit(new Makes(false))))
          .isInstanceOf(InvalidClassException.class)
          .hasMessageContaining("PoolTransferTest$Stubborn is refused");
      assertThat(causeOf(pool.submit(new Makes(false)))).isInstanceOf(InvalidClassException.class);
    }
  }

  /** On one side only: a class of the parent's own loader is not on the workers' class path. */
  @Test
  void aClassThatTheWorkerDoesNotHaveIsNamed() throws Exception {
    try (ProcessPool pool = builder(Transport.RING).accept("elsewhere.*").build()) {
      Callable<?> task = ClassMadeHere.task("elsewhere.Missing");
      assertThat(causeOf(pool.submit(task)))
          .isInstanceOf(ClassNotFoundException.class)
          .hasMessageContaining("elsewhere.Missing");
      assertThat(pool.submit(new Tasks.Echo<>(1)).get()).isEqualTo(1);
    }
  }

  /** A future that is kept doesn't keep its task: 200 of 8 MB are more than this JVM's heap. */
  @Test
  void endedTasksAreNotKept() throws Exception {
    try (ProcessPool pool = builder(Transport.RING).build()) {
      List<Future<Integer>> kept = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        kept.add(pool.submit(new Length(new byte[8_000_000])));
        assertThat(kept.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(8_000_000);
      }
    }
  }

  record Length(byte[] bytes) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return bytes.length;
    }
  }
}
