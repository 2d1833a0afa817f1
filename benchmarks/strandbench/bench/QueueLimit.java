package strandbench.bench;

import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;
import strandbench.model.queue.ItemQueue;
import strandbench.workload.ThreadKind;

/** A queue can't have every capacity, and where users spin they need a carrier each. */
public final class QueueLimit implements CellLimit {
  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    return refusal(
        ItemQueue.valueOf(params.get("queue")),
        Integer.parseInt(params.get("capacity")),
        ThreadKind.valueOf(params.get("thread")),
        Integer.parseInt(params.get("producers")) + Integer.parseInt(params.get("consumers")),
        cores);
  }

  static Optional<String> refusal(
      ItemQueue queue, int capacity, ThreadKind thread, int users, int carriers) {
    if (queue.spins() && thread == ThreadKind.VIRTUAL && users > carriers) {
      return Optional.of(
          "%s with %d virtual threads on %d carriers: those that spin could keep the others out"
              .formatted(queue, users, carriers));
    }
    return queue.refusal(capacity, QueueBenchmark.ITEMS);
  }
}
