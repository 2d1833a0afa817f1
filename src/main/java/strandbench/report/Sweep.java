package strandbench.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import strandbench.result.BenchmarkKey;

/**
 * A question whose cells differ in two dimensions, and how its figures are laid out.
 *
 * @param id begins the name of every chart of it; unique
 * @param topic what its answer on the first screen is about
 * @param benchmarks fully qualified classes
 * @param level what runs along the x axis, or down the rows
 * @param series what each line or kind of point stands for
 * @param rows whether each level has a row of its own, the measured value running along x; else
 *     levels are numbers along x, and the measured value runs along y
 * @param floors levels that are drawn but no options, and so not compared, each with its reason
 * @param panels its charts
 */
record Sweep(
    String id,
    String topic,
    List<String> benchmarks,
    Dimension level,
    Dimension series,
    boolean rows,
    Map<String, String> floors,
    List<Panel> panels) {
  private static final String PACKAGE = "strandbench.bench.";

  Sweep {
    benchmarks = List.copyOf(benchmarks);
    floors = Map.copyOf(floors);
    panels = List.copyOf(panels);
  }

  /** What is measured runs along x: a row for each level, a kind of point for each series. */
  static Sweep inRows(
      String id, String topic, Dimension level, Dimension series, String... benchmarks) {
    return of(id, topic, level, series, true, benchmarks);
  }

  /** What is measured runs along y: a line for each series, against levels that are numbers. */
  static Sweep inLines(
      String id, String topic, Dimension level, Dimension series, String... benchmarks) {
    return of(id, topic, level, series, false, benchmarks);
  }

  private static Sweep of(
      String id,
      String topic,
      Dimension level,
      Dimension series,
      boolean rows,
      String... benchmarks) {
    List<String> classes = Stream.of(benchmarks).map(name -> PACKAGE + name).toList();
    return new Sweep(id, topic, classes, level, series, rows, Map.of(), List.of());
  }

  Sweep withFloor(String level, String reason) {
    Map<String, String> all = new HashMap<>(floors);
    all.put(level, reason);
    return new Sweep(id, topic, benchmarks, level(), series, rows, all, panels);
  }

  Sweep with(Panel panel) {
    List<Panel> all = new ArrayList<>(panels);
    all.add(panel);
    return new Sweep(id, topic, benchmarks, level, series, rows, floors, all);
  }

  /** What the verdict of a panel compares, always by its first measure. */
  enum Compare {
    /** The series, where the level is highest or last. */
    SERIES_AT_LAST_LEVEL,
    /** The series, level by level. */
    SERIES_AT_EACH_LEVEL,
    /** The levels, in the series that is highest or last. */
    LEVELS_OF_LAST_SERIES,
    /** The levels, series by series. */
    LEVELS_OF_EACH_SERIES,
    /** Nothing: {@link Panel#best} says why. */
    NOTHING
  }

  /**
   * A chart.
   *
   * @param id follows the sweep's; empty for the first one
   * @param title what it shows
   * @param question what a reader asks it
   * @param axis what is measured, with the unit and which direction is better
   * @param measures what is drawn, all in the unit of the axis
   * @param columns what else stands in the table
   * @param compare what its verdict compares
   * @param best what the winner is: {@code fastest}; or why there is none
   * @param references what it is held against, from the group that is drawn
   * @param notes what a reader must know so as not to misread it
   */
  record Panel(
      String id,
      String title,
      String question,
      String axis,
      List<Measure> measures,
      List<Measure> columns,
      Compare compare,
      String best,
      Function<SweepGroup, List<ReferenceLine>> references,
      List<String> notes) {
    Panel {
      measures = List.copyOf(measures);
      columns = List.copyOf(columns);
      notes = List.copyOf(notes);
    }

    /**
     * A panel that draws nothing yet, and compares nothing.
     *
     * @param axis what is measured, with the unit and which direction is better
     */
    static Panel of(String title, String question, String axis) {
      return new Panel(
          "",
          title,
          question,
          axis,
          List.of(),
          List.of(),
          Compare.NOTHING,
          "nothing is compared",
          any -> List.of(),
          List.of());
    }

    /** For all but the first panel of a sweep. */
    Panel withId(String suffix) {
      return new Panel(
          suffix, title, question, axis, measures, columns, compare, best, references, notes);
    }

    Panel drawing(Measure... drawn) {
      return new Panel(
          id, title, question, axis, List.of(drawn), columns, compare, best, references, notes);
    }

    /** What else stands in the table. */
    Panel tabling(Measure... tabled) {
      return new Panel(
          id, title, question, axis, measures, List.of(tabled), compare, best, references, notes);
    }

    /** {@code word} is what the winner is; or, with NOTHING, why there is none. */
    Panel comparing(Compare what, String word) {
      return new Panel(id, title, question, axis, measures, columns, what, word, references, notes);
    }

    Panel against(Function<SweepGroup, List<ReferenceLine>> held) {
      return new Panel(id, title, question, axis, measures, columns, compare, best, held, notes);
    }

    Panel noting(String... told) {
      return new Panel(
          id, title, question, axis, measures, columns, compare, best, references, List.of(told));
    }

    Measure first() {
      return measures.getFirst();
    }

    boolean isOf(Cell cell) {
      return measures.stream().anyMatch(measure -> measure.isOf(cell));
    }
  }

  boolean has(BenchmarkKey key) {
    String benchmark = key.benchmark();
    return benchmarks.contains(benchmark.substring(0, Math.max(0, benchmark.lastIndexOf('.'))))
        && level.has(key)
        && series.has(key)
        && (rows || Dimension.isNumber(level.of().apply(key)));
  }

  String levelOf(BenchmarkKey key) {
    return level.of().apply(key);
  }

  String seriesOf(BenchmarkKey key) {
    return series.of().apply(key);
  }
}
