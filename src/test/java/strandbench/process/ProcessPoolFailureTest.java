package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.wire.Codec;

@Timeout(60)
@Covers(Construct.P16)
class ProcessPoolFailureTest {
  private static final String OURS = "strandbench.process.*";

  @TempDir Path directory;

  private static ProcessPool pool(int workers) {
    return ProcessPool.builder().workers(workers).accept(OURS).build();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private static Throwable causeOf(Future<?> future) {
    return catchThrowableOfType(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS))
        .getCause();
  }

  @Test
  void aKillDuringATaskFailsThatTaskAlone() throws Exception {
    try (ProcessPool pool = pool(2)) {
      Future<String> victim = pool.submit(new Tasks.Hang(file("victim")));
      Future<String> other = pool.submit(new Tasks.Gate(file("other"), file("go")));
      Future<String> waits = pool.submit(new Tasks.Echo<>("waited"));
      Await.exists(directory.resolve("victim"));
      long pid = Long.parseLong(Files.readString(directory.resolve("victim")));
      Await.kill9(pid);

      WorkerDiedException death = (WorkerDiedException) causeOf(victim);
      assertThat(death.pid()).isEqualTo(pid);
      assertThat(death.signal()).hasValue(9);
      assertThat(death.exitCode()).isEmpty();
      assertThat(death)
          .hasMessageContaining("(pid " + pid + ") died of signal 9 (SIGKILL)")
          .hasMessageContaining("while it ran Hang[file=" + file("victim"));
      Tasks.note(file("go"), "");
      assertThat(other.get()).isEqualTo(file("other"));
      assertThat(waits.get()).isEqualTo("waited");
      Await.until("two workers", Duration.ofSeconds(10), () -> pool.pids().size() == 2);
      assertThat(pool.pids()).doesNotContain(pid);
    }
  }

  /** The second task finds a worker that is dying or dead, and a third before it is noticed. */
  @Test
  void aKillBeforeATaskFailsNone() throws Exception {
    try (ProcessPool pool = pool(1)) {
      for (int i = 0; i < 5; i++) {
        long pid = pool.submit(new Tasks.Pid()).get();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Future<Long> next = pool.submit(new Tasks.Pid());
        assertThat(next.get()).isNotEqualTo(pid);
      }
    }
  }

  @Test
  void anIdleWorkerThatDiesIsReplacedAtOnce() {
    try (ProcessPool pool = pool(1)) {
      long pid = pool.pids().getFirst();
      Await.kill9(pid);
      Await.until(
          "another worker",
          Duration.ofSeconds(10),
          () -> pool.pids().size() == 1 && !pool.pids().contains(pid));
    }
  }

  @Test
  void aTaskThatExitsIsItsWorkersDeath() throws Exception {
    try (ProcessPool pool = pool(1)) {
      WorkerDiedException death = (WorkerDiedException) causeOf(pool.submit(new Tasks.Exit(3)));
      assertThat(death.exitCode()).hasValue(3);
      assertThat(death.outputTail()).contains("about to exit");
      assertThat(death).hasMessageContaining("about to exit");
      WorkerDiedException odd = (WorkerDiedException) causeOf(pool.submit(new Tasks.Exit(137)));
      assertThat(odd.exitCode()).as("an exit of its own accord is no signal").hasValue(137);
      assertThat(pool.submit(new Tasks.Echo<>(1)).get()).isEqualTo(1);
    }
  }

  @Test
  void whatCantBeSentIsToldAndTheWorkerLives() throws Exception {
    try (ProcessPool pool = pool(1)) {
      List<Long> pids = pool.pids();
      Object unsendable = new Object();
      assertThatThrownBy(() -> pool.submit(() -> unsendable))
          .isInstanceOf(RejectedExecutionException.class)
          .hasCauseInstanceOf(NotSerializableException.class)
          .hasMessageContaining("is not serializable");
      assertThat(causeOf(pool.submit(new Tasks.Unsendable())))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageContaining("result can't be sent: java.lang.Object is not serializable");
      assertThat(causeOf(pool.submit(new Tasks.ThrowUnsendable())))
          .isInstanceOf(TaskFailedException.class)
          .hasMessageContaining("HoldsAThread: holds main")
          .hasMessageContaining("Tasks$ThrowUnsendable.call");
      assertThat(causeOf(pool.submit(new Tasks.Bytes(Codec.MAX_OBJECT))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the limit is");
      assertThat(pool.submit(new Tasks.Bytes(1 << 20)).get()).hasSize(1 << 20);
      assertThat(pool.pids()).isEqualTo(pids);
    }
  }

  @Test
  void aTasksExceptionComesWithItsRemoteStack() throws Exception {
    try (ProcessPool pool = pool(1)) {
      RuntimeException thrown = new IllegalStateException("told", new IOException("why"));
      Throwable cause = causeOf(pool.submit(new Tasks.Throw(thrown)));
      assertThat(cause)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("told")
          .hasCauseInstanceOf(IOException.class);
      Throwable deep = causeOf(pool.submit(new Tasks.Deep()));
      assertThat(deep).isInstanceOf(StackOverflowError.class);
      assertThat(deep.getStackTrace()[0].getClassName()).contains("Tasks$Deep");
      assertThat(causeOf(pool.submit(new Tasks.Greedy()))).isInstanceOf(OutOfMemoryError.class);
      for (RuntimeException special :
          List.of(new CancellationException("own"), new CompletionException(thrown))) {
        Future<Object> future = pool.submit(new Tasks.Throw(special));
        assertThat(causeOf(future)).hasSameClassAs(special);
        assertThat(future.isCancelled()).isFalse();
      }
    }
  }

  @Test
  void aClassThatIsNotAcceptedIsRefusedByName() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).build()) {
      assertThat(causeOf(pool.submit(new Tasks.Echo<>(1))))
          .isInstanceOf(InvalidClassException.class)
          .hasMessageContaining("strandbench.process.Tasks$Echo is refused")
          .hasMessageContaining("To accept \"strandbench.process.**\"");
    }
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).accept("strandbench.process.Tasks*").build()) {
      assertThat(causeOf(pool.submit(new Tasks.Throw(new WorkloadLikeException()))))
          .as("in a task, on the worker's side")
          .isInstanceOf(InvalidClassException.class);
      assertThat(pool.submit(new Tasks.Echo<>(1)).get()).isEqualTo(1);
    }
  }

  static final class WorkloadLikeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aWorkerThatCantStartIsToldWithItsOutput() {
    ProcessPool.Builder builder =
        ProcessPool.builder().workers(2).jvmOptions(List.of("-XX:+NoSuchOption"));
    assertThatThrownBy(builder::build)
        .isInstanceOf(WorkerDiedException.class)
        .hasMessageContaining("exited with code 1 before it was ready")
        .hasMessageContaining("Unrecognized VM option 'NoSuchOption'");
  }

  @Test
  void aPoolWhoseWorkersCantStartAnyMoreBreaks() throws Exception {
    Path optionFile = Files.writeString(directory.resolve("options"), "");
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .accept(OURS)
            .jvmOptions(List.of("-XX:Flags=" + optionFile))
            .build()) {
      Files.writeString(optionFile, "+NoSuchOption\n");
      Future<String> running = pool.submit(new Tasks.Hang(file("hang")));
      Future<Integer> waiting = pool.submit(new Tasks.Echo<>(1));
      Await.exists(directory.resolve("hang"));
      Await.kill9(pool.pids().getFirst());
      assertThat(causeOf(running)).isInstanceOf(WorkerDiedException.class);
      assertThat(causeOf(waiting))
          .isInstanceOf(WorkerDiedException.class)
          .hasMessageContaining("before it was ready");
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> pool.submit(new Tasks.Echo<>(1)))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageContaining("broken")
          .hasCauseInstanceOf(WorkerDiedException.class);
    }
  }
}
