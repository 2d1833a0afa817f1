package strandbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import strandbench.report.Table.Entry;
import strandbench.stats.Estimate;

/** The figures of a contest, of the guards that stand on one chart, and of what is on none. */
final class ContentionTable {
  private final Contest contest;
  private final List<String> guards;

  private ContentionTable(Contest contest, List<String> guards) {
    this.contest = contest;
    this.guards = guards;
  }

  static Table of(Contest contest, List<String> guards) {
    return new ContentionTable(contest, guards).table();
  }

  private Table table() {
    boolean virtual = contest.params().getOrDefault("thread", "").equals("VIRTUAL");
    List<String> columns = new ArrayList<>();
    columns.addAll(
        List.of(
            "Guard",
            "Contenders",
            "Acquisitions/s",
            "95% interval",
            "Against fewer contenders",
            "Wait p50 (ns)",
            "Wait p99 (ns)",
            "Longest wait (ns)",
            "Fairness (Jain's index)",
            "Updates lost"));
    if (virtual) {
      columns.add("Carriers");
    }
    columns.addAll(List.of("Forks", "State"));
    return new Table(
        "Acquisitions per second; waits are means over forks, the longest is that of all forks",
        columns,
        contest.cells().stream()
            .filter(cell -> guards.contains(Contest.guard(cell)) || !Contest.isMeasured(cell))
            .map(cell -> row(cell, virtual))
            .toList());
  }

  private Table.Row row(Cell cell, boolean virtual) {
    boolean measured = Contest.isMeasured(cell);
    Estimate rate = Contest.rate(cell);
    List<Entry> entries = new ArrayList<>();
    entries.add(
        Entry.text(
            KnownGuard.words(Contest.guard(cell))
                + (KnownGuard.isRacing(Contest.guard(cell)) ? " (races)" : "")));
    entries.add(Entry.count(Contest.contenders(cell)));
    entries.add(measured ? Entry.number(rate.value()) : Entry.text("–"));
    entries.add(Entry.text(measured ? Numbers.interval(rate) : "–"));
    entries.add(Entry.text(againstFewer(cell)));
    entries.add(counted(cell, "waitP50Nanos"));
    entries.add(counted(cell, "waitP99Nanos"));
    entries.add(
        measured
            ? DoubleStream.of(cell.forks("waitMaxNanos"))
                .boxed()
                .max(Comparator.naturalOrder())
                .map(Entry::number)
                .orElse(Entry.text("–"))
            : Entry.text("–"));
    entries.add(measured ? share(Contest.mean(cell, "fairnessPermille") / 1e3) : Entry.text("–"));
    entries.add(measured ? share(Contest.lost(cell)) : Entry.text("–"));
    if (virtual) {
      entries.add(counted(cell, "carriers"));
    }
    entries.add(Entry.count(cell.forks().length));
    entries.add(Entry.text(cell.ending()));
    return new Table.Row(entries, cell.key());
  }

  /** X(2)/X(1) for two contenders, X(n)/X(2) for more. */
  private String againstFewer(Cell cell) {
    int n = Contest.contenders(cell);
    int fewer = n > 2 ? 2 : 1;
    return n == 1
        ? "–"
        : contest
            .ratio(Contest.guard(cell), n, fewer)
            .map(
                ratio ->
                    "X(%d)/X(%d) = %s%s"
                        .formatted(
                            n,
                            fewer,
                            Numbers.figure(ratio.value()),
                            ratio.hasInterval() ? " (" + Numbers.interval(ratio) + ")" : ""))
            .orElse("–");
  }

  private static Entry counted(Cell cell, String metric) {
    double mean = Contest.mean(cell, metric);
    return Contest.isMeasured(cell) && Double.isFinite(mean) ? Entry.number(mean) : Entry.text("–");
  }

  private static Entry share(double share) {
    return Double.isFinite(share) ? Entry.percent(share) : Entry.text("–");
  }
}
