package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;

/** What becomes of a JMH file that is far larger than anybody reads. */
class ManyEntriesTest {
  private static final int ENTRIES = 10_000;

  @Test
  void aFewChartsAreDrawnAndEveryEntryHasItsRow() {
    Chapter chapter = Chapter.of(entries("x"), 0);

    assertThat(chapter.figures()).hasSize(6);
    assertThat(
            Stream.concat(
                    chapter.figures().stream().map(Figure::table),
                    chapter.undrawn().stream().map(PlainTable::table))
                .mapToInt(table -> table.rows().size())
                .sum())
        .isEqualTo(ENTRIES);
    assertThat(Pages.page(List.of(chapter)).split("<tr>", -1)).hasSizeGreaterThan(ENTRIES);
  }

  @Test
  void theSummaryStaysShortAndSaysWhatIsLeftOut() {
    String summary = Summary.of(List.of(Chapter.of(entries("x".repeat(80)), 0)));

    assertThat(bytes(summary)).isLessThanOrEqualTo(Summary.LIMIT);
    assertThat(summary).contains("more rows in index.html").contains("Is this run to be trusted?");
  }

  @Test
  void namesOfAnyLengthDontMakeItLonger() {
    Chapter chapter = Chapter.of(entries("ü".repeat(3_000)), 0);

    String summary = Summary.of(List.of(chapter));

    assertThat(bytes(summary)).isBetween(Summary.LIMIT / 2, Summary.LIMIT);
    assertThat(summary).endsWith("*Cut off here, at 1 MB: the rest stands in index.html.*\n");
  }

  /** Each is held against the least of all: once, not for each of the others. */
  @Test
  void manyEntriesOfOneBenchmarkHaveTheirCosts() {
    Metric bytes = new Metric("B/op", 10, List.of(row(10), row(11), row(12)));
    Result result =
        new Result(
            "many.json",
            IntStream.range(0, ENTRIES)
                .mapToObj(
                    i ->
                        new CellResult(
                            BenchmarkKey.of("org.example.Some.m", "avgt", 1, Map.of("p", "x" + i)),
                            new Metric("us/op", 10, List.of(row(i), row(i + 1), row(i + 2))),
                            Map.of("gc.alloc.rate.norm", bytes)))
                .toList(),
            Optional.empty(),
            List.of());

    Behind behind = Chapter.of(result, 0).behind();

    assertThat(behind.figures())
        .extracting(figure -> figure.chart().id())
        .containsExactly("cost-1", "spread-1");
    assertThat(behind.left()).isGreaterThan(ENTRIES / 16);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** In 200 classes. */
  private static Result entries(String param) {
    return new Result(
        "many.json",
        IntStream.range(0, ENTRIES)
            .mapToObj(
                i ->
                    new CellResult(
                        BenchmarkKey.of(
                            "org.example.Some" + i % 200 + ".method",
                            "avgt",
                            1,
                            Map.of("p", param + i)),
                        new Metric("us/op", 10, List.of(row(i), row(i + 1), row(i + 2))),
                        Map.of("gc.count", new Metric("counts", 1, List.of(row(1))))))
            .toList(),
        Optional.empty(),
        List.of());
  }

  private static double[] row(double value) {
    return new double[] {value + 1};
  }
}
