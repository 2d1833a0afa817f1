package strandbench.gate.characteristics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The gate beside what others use, on the same forks. */
final class Rivals {
  /** True slow-downs; at the first, and at the tolerance, an alarm is false. */
  private static final List<Double> TRUTHS = List.of(1.0, 1.05, 1.1, 1.2, 1.5);

  private static final int PAIRS = 28;

  private Rivals() {}

  /**
   * A setting to simulate.
   *
   * @param spread of a pair
   */
  private record Setting(Noise noise, double spread) {}

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(Noise.NORMAL, 0.003),
          new Setting(Noise.NORMAL, 0.03),
          new Setting(Noise.HEAVY_TAILS, 0.03),
          new Setting(Noise.BURSTS, 0.03),
          new Setting(Noise.DRIFT, 0.03),
          new Setting(Noise.TWO_MODES, 0.15),
          new Setting(Noise.TWO_MODES, 0.21),
          new Setting(Noise.TWO_MODES, 0.52));

  static Findings study(Effort effort) {
    List<Table> tables = new ArrayList<>();
    for (Setting setting : SETTINGS) {
      tables.add(
          table(
              String.format(
                  Locale.ROOT,
                  "Beside others: %s noise, pair SD %s%%",
                  setting.noise(),
                  Numbers.percent(setting.spread())),
              PAIRS
                  + " forks of each arm, 5 iterations a fork, one benchmark: share of alarms by true"
                  + " slow-down.",
              Share.randoms(
                      effort.part(10), effort.seed("rivals", setting.noise(), setting.spread()))
                  .map(random -> setting.noise().measured(PAIRS, setting.spread(), 1, random))
                  .toList()));
    }
    return new Findings(List.of(), tables);
  }

  /**
   * One row per method, one column per slow-down.
   *
   * @param forks of arms that are equal; the slow-down is put in
   */
  static Table table(String title, String note, List<Forks> forks) {
    Table.Builder table =
        new Table.Builder(
            title,
            note,
            Stream.concat(
                    Stream.of("method"),
                    TRUTHS.stream().map(truth -> Numbers.percent(truth - 1) + "% slower"))
                .toArray(String[]::new));
    for (Method method : Method.values()) {
      List<Object> row = new ArrayList<>(List.of(method.toString()));
      for (double truth : TRUTHS) {
        int alarms =
            (int) forks.parallelStream().filter(one -> method.alarms(one.slowedBy(truth))).count();
        row.add(new Share(alarms, forks.size()));
      }
      table.row(row.toArray());
    }
    return table.build();
  }
}
