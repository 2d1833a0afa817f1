package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.process.wire.AcceptFilter;

/** What a worker says that doesn't keep to the protocol ends that worker, and nothing else. */
@Timeout(60)
class WorkerProtocolTest {
  private Dispatcher dispatcher;

  private void open(FakeWorker.Behaviour behaviour, Transport transport, int concurrency) {
    PoolOptions options =
        new PoolOptions(
            1,
            JvmCommand.of(FakeWorker.class)
                .withJvmOptions(List.of("-XX:TieredStopAtLevel=1"))
                .withArguments(List.of(behaviour.name())),
            AcceptFilter.rules(List.of("strandbench.process.*")),
            transport,
            concurrency,
            ByteBuffer.allocate(0),
            null,
            Duration.ofMillis(200),
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            WhenFull.BLOCK,
            null,
            3);
    dispatcher = new Dispatcher("fake", options);
    dispatcher.seats().forEach(Seat::open);
    dispatcher.seats().forEach(seat -> seat.ready().join());
  }

  private PoolTask<String> submit() {
    PoolTask<String> task = PoolTask.of(dispatcher, new Tasks.Echo<>("real"));
    dispatcher.submit(task);
    return task;
  }

  @AfterEach
  void terminate() throws InterruptedException {
    dispatcher.stop(null).forEach(task -> task.cancel(false));
    dispatcher.seats().forEach(Seat::kill);
    assertThat(dispatcher.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private void assertReplaced(long pid) {
    Await.until(
        "another worker",
        Duration.ofSeconds(20),
        () -> {
          WorkerProcess now = dispatcher.seats().getFirst().worker();
          return now != null && now.jvm().pid() != pid && now.jvm().isAlive();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWER_AND_HALT, RING", "ANSWER_AND_HALT, SOCKET",
    "ANSWER_AND_STOP, RING", "ANSWER_AND_STOP, SOCKET",
    "ANSWER_TWICE, RING", "ANSWER_TWICE, SOCKET"
  })
  void anAnswerCountsWhateverComesAfterIt(FakeWorker.Behaviour behaviour, Transport transport)
      throws Exception {
    open(behaviour, transport, 1);
    for (int i = 0; i < 3; i++) {
      long pid = dispatcher.seats().getFirst().worker().jvm().pid();
      assertThat(submit().get(20, TimeUnit.SECONDS)).isEqualTo("answered");
      // Until then it might take the next task, and with it to its grave.
      assertReplaced(pid);
    }
  }

  /**
   * A callback keeps the thread that takes answers until the next answer and the end of the
   * connection are both there: it takes them in one look.
   */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void anAnswerAndADeathThatAreSeenTogetherBothCount(Transport transport) throws Exception {
    open(FakeWorker.Behaviour.HALT_WITH_THE_SECOND, transport, 2);
    ChildJvm jvm = dispatcher.seats().getFirst().worker().jvm();
    CountDownLatch held = new CountDownLatch(1);
    PoolTask<String> first = PoolTask.of(dispatcher, new Tasks.Echo<>("real"));
    var unused =
        first.whenComplete(
            (value, failure) -> {
              held.countDown();
              jvm.exit().join();
            });
    dispatcher.submit(first);
    assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(submit().get(20, TimeUnit.SECONDS)).isEqualTo("answered");
    assertReplaced(jvm.pid());
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWER_ANOTHER, RING", "ANSWER_ANOTHER, SOCKET",
    "GARBAGE_FRAME, RING", "GARBAGE_FRAME, SOCKET",
    "OVERSIZED_FRAME, RING", "OVERSIZED_FRAME, SOCKET"
  })
  void garbageIsRefusedAndItsWorkerKilled(FakeWorker.Behaviour behaviour, Transport transport) {
    open(behaviour, transport, 1);
    PoolTask<String> task = submit();
    assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WorkerDiedException.class)
        .rootCause()
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("refused a");
    assertReplaced(((WorkerDiedException) task.exceptionNow()).pid());
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aDeathInTheMiddleOfAFrameIsADeath(Transport transport) {
    open(FakeWorker.Behaviour.HALF_A_FRAME_AND_HALT, transport, 1);
    PoolTask<String> task = submit();
    assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(((WorkerDiedException) task.exceptionNow()).exitCode()).hasValue(9);
    assertReplaced(((WorkerDiedException) task.exceptionNow()).pid());
  }
}
