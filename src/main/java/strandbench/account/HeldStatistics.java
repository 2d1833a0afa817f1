package strandbench.account;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalLong;

/** Gathers samples of what some processes hold. Not thread-safe. */
final class HeldStatistics {
  private static final long PAGE_BYTES = Posix.pageBytes();

  private final DoubleSummaryStatistics resident = new DoubleSummaryStatistics();
  private final DoubleSummaryStatistics proportional = new DoubleSummaryStatistics();
  private final DoubleSummaryStatistics threads = new DoubleSummaryStatistics();
  private final DoubleSummaryStatistics processes = new DoubleSummaryStatistics();

  /** One file of each process. */
  void sample(List<ProcStat> members) {
    resident.accept(members.stream().mapToDouble(ProcStat::residentPages).sum() * PAGE_BYTES);
    threads.accept(members.stream().mapToInt(ProcStat::threads).sum());
    processes.accept(members.size());
  }

  /** Has the kernel walk through all their pages; left out where it doesn't tell of one. */
  void sampleProportional(List<ProcStat> members) {
    double sum = 0;
    for (ProcStat member : members) {
      OptionalLong bytes = member.proportionalBytes();
      if (bytes.isEmpty()) {
        return;
      }
      sum += bytes.getAsLong();
    }
    proportional.accept(sum);
  }

  Held held() {
    return new Held(
        max(resident),
        mean(resident),
        max(proportional),
        mean(proportional),
        max(threads),
        mean(threads),
        max(processes),
        (double) resident.getCount());
  }

  private static double max(DoubleSummaryStatistics of) {
    return of.getCount() == 0 ? Double.NaN : of.getMax();
  }

  private static double mean(DoubleSummaryStatistics of) {
    return of.getCount() == 0 ? Double.NaN : of.getAverage();
  }
}
