package strandbench.gate.characteristics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.UnusableInputException;

class RecordedTest {
  @TempDir Path directory;

  private static String pair(String role, String benchmark, String mode, String base, String head) {
    return """
        {"role":"%s","key":{"benchmark":"%s","mode":"%s","threads":1,"params":{}},\
        "base":%s,"head":%s}
        """
        .formatted(role, benchmark, mode, fork(mode, base), fork(mode, head));
  }

  private static String fork(String mode, String scores) {
    return """
        {"seconds":2.1,"jmh":{"mode":"%s","primaryMetric":{"scoreUnit":"%s","rawData":[[%s]]}}}"""
        .formatted(mode, mode.equals("thrpt") ? "ops/s" : "us/op", scores);
  }

  private List<RecordedSeries> read(String lines) throws IOException {
    Files.writeString(directory.resolve(RecordedSeries.JOURNAL), lines);
    return RecordedSeries.read(directory);
  }

  @Test
  void pairsAreToldApartByBenchmarkAndRole() throws IOException {
    List<RecordedSeries> series =
        read(
            pair("BENCHMARK", "a.B.c", "avgt", "1,1", "2,2")
                + pair("CANARY", "a.B.c", "avgt", "1,1", "1,1")
                + pair("BENCHMARK", "a.B.d", "thrpt", "4,4", "2,2")
                + pair("BENCHMARK", "a.B.c", "avgt", "1,3", "8,8"));

    assertThat(series)
        .extracting(RecordedSeries::name)
        .containsExactly("B.c", "B.c (canary)", "B.d");
    assertThat(series)
        .extracting(RecordedSeries::recording)
        .containsOnly(directory.getFileName().toString());
    assertThat(series.getFirst().forks().logSlowDowns())
        .containsExactly(new double[] {Math.log(2), Math.log(4)}, within(1e-12));
  }

  /** Half the throughput is a slow-down. */
  @Test
  void throughputIsComparedByItsScoreAsTheGateDoes() throws IOException {
    RecordedSeries series = read(pair("BENCHMARK", "a.B.c", "thrpt", "1,7", "1,3")).getFirst();

    assertThat(series.forks().logSlowDowns())
        .containsExactly(new double[] {Math.log(2)}, within(1e-12));
  }

  @Test
  void calibrationFailuresAndHalfALineAreLeftOut() throws IOException {
    String failed =
        """
        {"role":"BENCHMARK","key":{"benchmark":"a.B.c"},"base":{"failure":"x","jmh":null},\
        "head":{"jmh":null}}
        """;
    List<RecordedSeries> series =
        read(
            pair("CALIBRATION", "a.B.c", "avgt", "1", "9")
                + failed
                + pair("BENCHMARK", "a.B.c", "avgt", "1", "1")
                + "{\"role\":\"BENCH");

    assertThat(series).hasSize(1);
    assertThat(series.getFirst().forks().pairs()).isEqualTo(1);
  }

  @Test
  void nothingToReplayIsToldWithItsFile() {
    assertThatThrownBy(() -> RecordedSeries.read(directory))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining(RecordedSeries.JOURNAL);
    assertThatThrownBy(() -> read("{}\n")).hasMessageContaining("holds no pair");
    assertThatThrownBy(() -> read(pair("BENCHMARK", "a.B.c", "avgt", "0", "1")))
        .hasMessageContaining("above 0");
    assertThatThrownBy(
            () -> read(pair("BENCHMARK", "a.B.c", "avgt", "1", "1").replace("us/op", "frogs")))
        .hasMessageContaining("whether frogs is better high or low");
  }

  @Test
  void comparisonsHaveNoForkInCommon() throws IOException {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 35; i++) {
      lines.append(
          pair(
              "BENCHMARK",
              "a.B.c",
              "avgt",
              Double.toString(1 + random.nextDouble() / 50),
              Double.toString(1 + random.nextDouble() / 50)));
    }
    List<RecordedSeries> series = read(lines.toString());
    List<Forks> blocks = series.getFirst().blocks(14);
    Findings findings = Recorded.study(series, 14);

    assertThat(blocks).extracting(Forks::pairs).containsExactly(14, 14);
    assertThat(blocks.get(1).base().getFirst()).isSameAs(series.getFirst().forks().base().get(14));
    assertThat(findings.tables().getFirst().rows().getFirst().getLast()).isEqualTo(new Share(2, 2));
    assertThat(findings.goals()).extracting(Goal::met).containsExactly(false);
    assertThatThrownBy(() -> Recorded.study(series, 40)).hasMessageContaining("--block 40");
  }
}
