package strandbench.account;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds up what the process tree has used, so that nothing gets lost when a process ends: what it
 * had used is then among what this process's ended children have used (exactly, as far as each was
 * waited for by its parent).
 *
 * <p>Not thread-safe.
 */
final class Ledger {
  private static final int MOST_TRIES = 5;

  private final long self = ProcessHandle.current().pid();
  private final ProcessTree tree;
  private final Map<ProcessId, ThreadTable> threads = new HashMap<>();
  private final Map<ProcessId, Usage> apart = new HashMap<>();

  Ledger(ProcessTree tree) {
    this.tree = tree;
  }

  /** A number alone may be given to another process later. */
  private record ProcessId(long pid, long startTicks) {}

  /** Up to now. A process that ends meanwhile makes it look again, so that none counts twice. */
  Totals totals() {
    Totals totals = null;
    Usage before = null;
    Usage after = Usage.NONE;
    for (int i = 0; i < MOST_TRIES && !after.equals(before); i++) {
      before = Posix.usage(Posix.ENDED_CHILDREN);
      totals = totals(before);
      after = Posix.usage(Posix.ENDED_CHILDREN);
    }
    return totals;
  }

  private Totals totals(Usage endedChildren) {
    ProcessTree.Members members = tree.find();
    Usage all = endedChildren;
    long compilerNanos = 0;
    for (ProcStat process : members.own()) {
      all = all.plus(of(process));
      compilerNanos += threadsOf(process).compilerNanos();
    }
    for (ProcStat process : members.apart()) {
      Usage usage = of(process);
      all = all.plus(usage);
      apart.put(id(process), usage);
    }
    forgetEnded(members);
    Usage ofApart = apart.values().stream().reduce(Usage.NONE, Usage::plus);
    return new Totals(System.nanoTime(), all.minus(ofApart), ofApart, compilerNanos, gcMillis());
  }

  private Usage of(ProcStat process) {
    ThreadTable table = threadsOf(process);
    table.look();
    if (process.pid() == self) {
      return Posix.usage(Posix.SELF);
    }
    // If it has just ended, it is among the ended children at the next try.
    return new Usage(
        Posix.processNanos(process.pid()).orElse(0)
            + process.endedChildrenTicks() * ProcStat.NANOS_PER_TICK,
        table.voluntarySwitches(),
        table.involuntarySwitches());
  }

  private ThreadTable threadsOf(ProcStat process) {
    return threads.computeIfAbsent(
        id(process), any -> new ThreadTable(process.pid(), process.pid() == self));
  }

  /** But for those told apart: they stay so among the ended children. */
  private void forgetEnded(ProcessTree.Members members) {
    List<ProcStat> alive = new ArrayList<>(members.own());
    alive.addAll(members.apart());
    Set<ProcessId> ids = new HashSet<>();
    alive.forEach(process -> ids.add(id(process)));
    threads.keySet().retainAll(ids);
  }

  private static ProcessId id(ProcStat process) {
    return new ProcessId(process.pid(), process.startTicks());
  }

  /** Beans of concurrent collectors that tell of whole cycles don't tell of pauses. */
  private static long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(bean -> !bean.getName().contains("Cycles"))
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}
