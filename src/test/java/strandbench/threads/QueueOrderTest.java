package strandbench.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;

/** T7: in which order queues give back what was put in. */
@Covers(Construct.T7)
class QueueOrderTest {

  @Property
  void aQueueGivesTheFirstFirst(@ForAll List<Integer> items) throws Exception {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    for (Integer item : items) {
      queue.put(item);
    }

    assertThat(takeAll(queue)).isEqualTo(items);
  }

  @Property
  void aDequeThatIsUsedAtOneEndGivesTheLastFirst(@ForAll List<Integer> items) throws Exception {
    LinkedBlockingDeque<Integer> stack = new LinkedBlockingDeque<>();
    for (Integer item : items) {
      stack.putFirst(item);
    }

    assertThat(takeAll(stack)).isEqualTo(items.reversed());
  }

  @Property
  void aPriorityQueueGivesTheLeastFirst(@ForAll List<Integer> items) throws Exception {
    BlockingQueue<Integer> queue = new PriorityBlockingQueue<>();
    for (Integer item : items) {
      queue.put(item);
    }

    assertThat(takeAll(queue)).isEqualTo(items.stream().sorted().toList());
  }

  private static List<Integer> takeAll(BlockingQueue<Integer> queue) throws InterruptedException {
    List<Integer> taken = new ArrayList<>();
    while (!queue.isEmpty()) {
      taken.add(queue.take());
    }
    return taken;
  }
}
