package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import strandbench.result.CellResult;
import strandbench.result.JmhEntry;
import strandbench.result.Result;

/** Latency by percentile, from JMH's sampled times. */
class PercentileFiguresTest {

  @Test
  void eachNineTakesAsMuchRoomAsTheLast() {
    Axis x = figures(sampled("m", Map.of("model", "VIRTUAL_THREADS"), 1000)).getFirst().chart().x();

    assertThat(x.ticks())
        .extracting(Axis.Tick::label)
        .containsExactly("50%", "75%", "90%", "95%", "99%", "99.9%");
    assertThat(x.position(at(x, "99.9%")) - x.position(at(x, "99%")))
        .isCloseTo(x.position(at(x, "99%")) - x.position(at(x, "90%")), within(1e-6));
  }

  @Test
  void aPointIsTheMeanOverForksOfEachForksPercentile() {
    Point median =
        figures(sampled("m", Map.of(), 1000))
            .getFirst()
            .chart()
            .series()
            .getFirst()
            .points()
            .getFirst();

    // Fork f has 1 to 1000, each f times: medians of 500.5, 1001 and 1501.5.
    assertThat(median.y()).isCloseTo(1001, within(1.0));
    assertThat(median.hasInterval()).isTrue();
    assertThat(median.forks()).isEqualTo(3);
  }

  @Test
  void aRankThatFewSamplesLieBeyondIsNotShown() {
    assertThat(labels(sampled("m", Map.of(), 1000))).doesNotContain("99.99%");
    assertThat(labels(sampled("m", Map.of(), 100_000))).contains("99.99%");
  }

  @Test
  void modelsOnTheSameWorkShareAChartAndKeepTheirColours() {
    List<Figure> figures =
        figures(
            sampled("m", Map.of("model", "VIRTUAL_THREADS", "n", "1"), 100),
            sampled("m", Map.of("model", "PROCESS_POOL", "n", "1"), 100),
            sampled("m", Map.of("model", "PROCESS_POOL", "n", "2"), 100));

    assertThat(figures).hasSize(2);
    assertThat(figures.getFirst().chart().series())
        .extracting(Series::name, Series::style)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "virtual threads", Style.ofModel("VIRTUAL_THREADS", 0)),
            org.assertj.core.groups.Tuple.tuple("process pool", Style.ofModel("PROCESS_POOL", 0)));
  }

  @Test
  void noChartHasMoreLinesThanCanBeToldApart() {
    CellResult[] cells =
        IntStream.range(0, 20)
            .mapToObj(i -> sampled("m", Map.of("p", "v" + i), 100))
            .toArray(CellResult[]::new);

    List<Figure> figures = figures(cells);

    assertThat(figures)
        .hasSize(3)
        .allSatisfy(
            figure -> assertThat(figure.chart().series()).hasSizeLessThanOrEqualTo(Style.DISTINCT));
    assertThat(figures).extracting(f -> f.chart().title()).last().asString().endsWith("(3 of 3)");
    assertThat(figures.stream().flatMap(f -> f.chart().series().stream())).hasSize(20);
  }

  private static double at(Axis axis, String label) {
    return axis.ticks().stream()
        .filter(tick -> tick.label().equals(label))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static List<String> labels(CellResult cell) {
    return figures(cell).getFirst().chart().x().ticks().stream().map(Axis.Tick::label).toList();
  }

  private static List<Figure> figures(CellResult... cells) {
    return PercentileFigures.of(
            Source.of(new Result("some.json", List.of(cells), Optional.empty(), List.of()), 0))
        .stream()
        .map(Supplier::get)
        .toList();
  }

  /** Three forks; fork f saw each of f, 2f, … as often, so many samples in all. */
  private static CellResult sampled(String method, Map<String, String> params, int samples) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode entry = nodes.objectNode();
    entry.put("benchmark", "org.example.Some." + method).put("mode", "sample").put("forks", 3);
    params.forEach(entry.putObject("params")::put);
    ObjectNode metric = entry.putObject("primaryMetric").put("score", 1).put("scoreUnit", "us/op");
    ArrayNode forks = metric.putArray("rawDataHistogram");
    for (int fork = 1; fork <= 3; fork++) {
      ArrayNode iteration = forks.addArray().addArray();
      for (int value = 1; value <= 1000; value++) {
        iteration.addArray().add(fork * value).add(Math.max(1, samples / 1000));
      }
    }
    return JmhEntry.cell(entry);
  }
}
