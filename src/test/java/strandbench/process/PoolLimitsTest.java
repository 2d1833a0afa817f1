package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of time that are for ever, workers that never get ready, tasks that can't be sent. */
@Timeout(60)
class PoolLimitsTest {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  @TempDir Path directory;

  private static ProcessPool.Builder builder() {
    return ProcessPool.builder().workers(1).accept("strandbench.process.*");
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void aLimitMayBeLongerThanNanosecondsCanSay() throws Exception {
    try (ProcessPool pool =
        builder().taskTimeout(FOR_EVER).cancelGrace(FOR_EVER).idleTimeout(FOR_EVER).build()) {
      assertThat(pool.invokeAny(List.of(new Tasks.Echo<>(1)), Long.MAX_VALUE, TimeUnit.DAYS))
          .isEqualTo(1);
      assertThat(pool.submit(new Tasks.Echo<>(2)).get(Long.MAX_VALUE, TimeUnit.DAYS)).isEqualTo(2);
      var hangs = pool.submit(new Tasks.Hang(file("hangs")));
      Await.exists(directory.resolve("hangs"));
      assertThat(hangs.cancel(true)).isTrue();
      assertThat(pool.submit(new Tasks.Echo<>(3)).get()).isEqualTo(3);
    }
  }

  /** Says that it is there, and stays for ever where a file is. */
  record StayWhere(String directory) implements Runnable, Serializable {
    @Override
    public void run() {
      try {
        if (Files.exists(Path.of(directory, "stay"))) {
          Tasks.note(Path.of(directory, "stays").toString(), "");
          new CountDownLatch(1).await();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private enum End {
    TERMINATE(ProcessPool::terminate),
    SHUTDOWN_NOW(ProcessPool::shutdownNow);

    private final Consumer<ProcessPool> act;

    End(Consumer<ProcessPool> act) {
      this.act = act;
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aPoolEndsThoughAWorkerNeverGetsReady(End end) throws Exception {
    ProcessPool pool = builder().initializer(new StayWhere(directory.toString())).build();
    Tasks.note(file("stay"), "");
    Await.kill9(pool.pids().getFirst());
    Await.exists(directory.resolve("stays"));
    end.act.accept(pool);
    assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Its stack alone is longer than what is kept of a worker's output. */
  record FailDeep(int depth) implements Runnable, Serializable {
    @Override
    public void run() {
      if (depth == 0) {
        throw new IllegalStateException("not today", new IOException("the disk is at home"));
      }
      new FailDeep(depth - 1).run();
    }
  }

  @Test
  void anInitializerThatFailsIsToldByWhatItThrewAndWhy() {
    assertThatThrownBy(() -> builder().initializer(new FailDeep(60)).build())
        .isInstanceOf(WorkerDiedException.class)
        .hasMessageContaining("the initializer failed: java.lang.IllegalStateException: not today")
        .hasMessageContaining("caused by: java.io.IOException: the disk is at home");
  }

  @Test
  void aLambdaThatCanNotBeSentIsToldHowItCould() {
    try (ProcessPool pool = builder().build()) {
      assertThatThrownBy(() -> pool.submit(() -> 1))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageContaining("(Callable<T> & Serializable)");
      Object notSerializable = new Object();
      assertThatThrownBy(() -> pool.submit(new Holds(notSerializable)))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageContaining("java.lang.Object is not serializable")
          .hasMessageNotContaining("lambda");
    }
  }

  record Holds(Object field) implements Runnable, Serializable {
    @Override
    public void run() {}
  }
}
