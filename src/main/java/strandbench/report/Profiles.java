package strandbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import strandbench.report.Table.Entry;
import strandbench.report.Table.Link;
import strandbench.result.BenchmarkKey;
import strandbench.result.Profile;
import strandbench.result.RunRecord;

/** What profilers saw of a run's cells: links beside their figures, and all of them in a table. */
final class Profiles {
  private static final String COLUMN = "Profile";

  /** A timer that stands in for perf_events, by the name of its file. */
  private static final List<String> TIMERS = List.of("ctimer", "itimer");

  private static final Map<String, String> LABELS =
      Map.of(
          "recording", "flight recording",
          "cpu", "CPU",
          "ctimer", "CPU",
          "itimer", "CPU",
          "alloc", "allocations",
          "lock", "locks");

  private final Source source;
  private final List<Profile> profiles;

  private Profiles(Source source, List<Profile> profiles) {
    this.source = source;
    this.profiles = profiles;
  }

  static Profiles of(Source source) {
    return new Profiles(source, source.result().run().map(RunRecord::profiles).orElse(List.of()));
  }

  /** A figure whose table links to the profiles of its rows, where there are any. */
  Figure linked(Figure figure) {
    Table table = figure.table();
    boolean some = table.rows().stream().anyMatch(row -> !links(row.cell()).isEmpty());
    return some ? figure.with(table.with(COLUMN, row -> entry(row.cell()))) : figure;
  }

  private Entry entry(BenchmarkKey cell) {
    List<Link> links = links(cell);
    return links.isEmpty() ? Entry.text("–") : Entry.links(links);
  }

  private List<Link> links(BenchmarkKey cell) {
    return profiles.stream()
        .filter(profile -> profile.key().equals(cell))
        .flatMap(profile -> profile.files().stream())
        .map(this::link)
        .toList();
  }

  private Link link(String file) {
    return new Link(LABELS.getOrDefault(name(file), name(file)), source.link(file));
  }

  /** Without its directory and its ending. */
  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.[a-z]+$", "");
  }

  /** All of them with what there is to know; none where no profiler was asked for. */
  List<PlainTable> section() {
    if (profiles.isEmpty()) {
      return List.of();
    }
    List<Table.Row> rows =
        profiles.stream()
            .map(
                profile ->
                    new Table.Row(
                        List.of(
                            Entry.text(profile.key().toString()),
                            Entry.text(profile.profiler()),
                            profile.files().isEmpty()
                                ? Entry.text(why(profile))
                                : Entry.links(profile.files().stream().map(this::link).toList()))))
            .toList();
    return List.of(
        new PlainTable(new Table("Profiles", List.of("Cell", "Profiler", COLUMN), rows), notes()));
  }

  private static String why(Profile profile) {
    return profile.isToCome() ? "not taken yet" : "none: " + profile.failure();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Each was taken in forks of its own, after all that were measured: no profiler is in any"
            + " figure. They show the fork's own JVM; worker JVMs of a process pool, and the origin,"
            + " are not in them.");
    List<String> names =
        profiles.stream()
            .flatMap(profile -> profile.files().stream())
            .map(Profiles::name)
            .distinct()
            .toList();
    TIMERS.stream()
        .filter(names::contains)
        .forEach(
            timer ->
                notes.add(
                    "Processor time was sampled by a timer ("
                        + timer
                        + "), since perf_events were not to be had: frames of the kernel are"
                        + " missing."));
    if (names.contains("recording")) {
      notes.add(
          "A flight recording opens in JDK Mission Control; jfr view hot-methods, with its file,"
              + " prints where time went.");
    }
    return notes;
  }
}
