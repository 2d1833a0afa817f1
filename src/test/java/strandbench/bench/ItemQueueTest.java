package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.model.queue.ItemQueue;
import strandbench.workload.Tally;
import strandbench.workload.ThreadKind;

/** Every queue of the benchmark passes every item once, in its order, or says why it can't. */
@Covers(Construct.T7)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ItemQueueTest {

  private static QueueBenchmark benchmark(ItemQueue queue, int capacity, ThreadKind thread) {
    QueueBenchmark benchmark = new QueueBenchmark();
    benchmark.queue = queue;
    benchmark.capacity = capacity;
    benchmark.producers = 2;
    benchmark.consumers = 3;
    benchmark.thread = thread;
    return benchmark;
  }

  private static int capacity(ItemQueue queue) {
    return switch (queue) {
      case SYNCHRONOUS -> 1;
      case LINKED_TRANSFER, PRIORITY_BLOCKING -> QueueBenchmark.ITEMS;
      default -> 1024;
    };
  }

  @ParameterizedTest
  @EnumSource
  void passesEachItemOnceBetweenPlatformThreads(ItemQueue queue) throws Exception {
    passes(benchmark(queue, capacity(queue), ThreadKind.PLATFORM));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JCTOOLS_MPMC")
  void passesEachItemOnceBetweenVirtualThreads(ItemQueue queue) throws Exception {
    passes(benchmark(queue, capacity(queue), ThreadKind.VIRTUAL));
  }

  private static void passes(QueueBenchmark benchmark) throws Exception {
    Latency latency = new Latency();
    benchmark.open();
    try {
      assertThat(benchmark.pass(latency)).isEqualTo(QueueBenchmark.ITEMS);
    } finally {
      benchmark.close();
    }
    assertThat(latency.latencyP50Nanos()).isPositive();
    assertThat(latency.latencyP99Nanos()).isGreaterThanOrEqualTo(latency.latencyP50Nanos());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYNCHRONOUS")
  void keepsItsOrder(ItemQueue queue) throws Exception {
    List<Long> taken = new ArrayList<>();
    try (ItemQueue.Channel channel = queue.open(8)) {
      for (long item : new long[] {2, 1, 3}) {
        channel.put(item);
      }
      for (int i = 0; i < 3; i++) {
        taken.add(channel.take());
      }
    }
    assertThat(taken)
        .isEqualTo(
            switch (queue) {
              case PRIORITY_BLOCKING -> List.of(1L, 2L, 3L);
              case LIFO_DEQUE -> List.of(3L, 1L, 2L);
              default -> List.of(2L, 1L, 3L);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "SYNCHRONOUS, 2, 'capacity 2: SYNCHRONOUS has no room, so the least there is stands for it: 1'",
    "LINKED_TRANSFER, 8, 'capacity 8: LINKED_TRANSFER has no bound, so it takes all items: 100000'",
    "JCTOOLS_MPMC, 1000, 'capacity 1000: JCTOOLS_MPMC holds a power of two, from 2 on'"
  })
  void refusesACapacityThatItDoesNotHave(ItemQueue queue, int capacity, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> benchmark(queue, capacity, ThreadKind.PLATFORM).open())
        .withMessage(complaint);
  }

  @Test
  void refusesToSpinInMoreVirtualThreadsThanThereAreCarriers() {
    QueueBenchmark benchmark = benchmark(ItemQueue.JCTOOLS_MPMC, 1024, ThreadKind.VIRTUAL);
    benchmark.producers = Runtime.getRuntime().availableProcessors();

    assertThatIllegalArgumentException()
        .isThrownBy(benchmark::open)
        .withMessageContaining("carriers");
  }

  @Test
  void anItemThatIsLostOrComesTwiceIsTold() {
    Tally first = new Tally(3);
    first.add(0);
    first.add(2);
    Tally second = new Tally(3);
    second.add(2);

    assertThatIllegalStateException()
        .isThrownBy(() -> first.add(0))
        .withMessage("item 0 was had twice");
    assertThatIllegalStateException()
        .isThrownBy(() -> first.addAll(second))
        .withMessage("an item was had by two");
    assertThatIllegalStateException().isThrownBy(first::checkFull).withMessage("item 1 was lost");
  }
}
