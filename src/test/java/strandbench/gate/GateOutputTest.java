package strandbench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import strandbench.result.BenchmarkKey;
import strandbench.result.Json;
import strandbench.run.JarFork;

/** What the gate writes for people, scripts and CI systems. */
class GateOutputTest {
  private static final GateRules RULES = GateRules.of(0.05);
  private static final BenchmarkKey NASTY =
      BenchmarkKey.of("a.b.C.m", "thrpt", 2, Map.of("words", "a|b<i> & \"c\"\u0001_x_"));
  private static final double[] FORKS = {100, 101, 99, 100.5, 99.5, 100.2, 99.8, 100.1};

  private final GateReport report =
      GateReport.ofRecorded(
          List.of(
              measured(NASTY, 1.5, 1),
              measured(Fakes.key("same"), 1, 1),
              measured(Fakes.key("few"), 1, 4),
              BenchmarkVerdict.failed(
                  Fakes.key("broken"), new Series.Failure(false, "HEAD fails: <oops>"))),
          Settings.of(new Gauge(Gauge.SCORE), List.of(Fakes.key("gone")), true),
          RULES);

  @Test
  void junitTellsWhatFailedAndWhatWasSkipped() throws Exception {
    Element suite = parse(new GateJunit(report, false).xml()).getDocumentElement();

    assertThat(suite.getAttribute("tests")).isEqualTo("5");
    assertThat(suite.getAttribute("failures")).isEqualTo("3");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(5);
    assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(3);
    assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    Element nasty = (Element) suite.getElementsByTagName("testcase").item(0);
    assertThat(nasty.getAttribute("classname")).isEqualTo("a.b.C");
    assertThat(nasty.getAttribute("name"))
        .isEqualTo("m [words=a|b<i> & \"c\"\ufffd_x_], thrpt, 2 threads");
  }

  @Test
  void junitFailsWhatCantBeToldWhereThatIsAsked() throws Exception {
    Element suite = parse(new GateJunit(report, true).xml()).getDocumentElement();

    assertThat(suite.getAttribute("failures")).isEqualTo("4");
    assertThat(suite.getElementsByTagName("skipped").getLength()).isZero();
  }

  @Test
  void markdownKeepsItsTableWhateverAParameterHolds() {
    String markdown = new GateTable(report).markdown();

    assertThat(markdown)
        .startsWith("## gate: FAILED (tolerance 5%)")
        .contains("a\\|b&lt;i> &amp; \"c\"")
        .contains("\\_x\\_");
    assertThat(markdown.lines().filter(line -> line.startsWith("|")))
        .hasSize(6)
        .allMatch(line -> line.replace("\\|", "").chars().filter(c -> c == '|').count() == 9);
  }

  @Test
  void jsonHoldsNoFigureThatIsNone() {
    JsonNode json = Json.MAPPER.valueToTree(report);

    assertThat(json.path("verdict").asText()).isEqualTo("FAILED");
    assertThat(json.path("formatVersion").asInt()).isEqualTo(1);
    assertThat(json.path("benchmarks").get(3).path("slowDown").isNull()).isTrue();
    assertThat(Json.text(report)).doesNotContain("NaN", "Infinity");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        GateReport.class,
        GateSetting.class,
        GateStart.class,
        SelfCheck.class,
        Look.class,
        BenchmarkVerdict.class,
        BenchmarkKey.class,
        PairEntry.class,
        JarFork.class
      })
  void everyFieldOfTheJsonIsExplained(Class<? extends Record> type) throws Exception {
    String page = Files.readString(Path.of("src/main/java/strandbench/gate/GATE.md"));

    assertThat(type.getRecordComponents())
        .isNotEmpty()
        .allSatisfy(field -> assertThat(page).contains("`" + field.getName() + "`"));
  }

  @Test
  void theTableNamesVerdictSlowDownAndIntervalOfEachAndTheReasonsOfTheWhole() {
    String text = new GateTable(report).text();

    assertThat(text)
        .containsPattern(
            "REGRESSION +\\+50\\.0% +\\+4\\d\\.\\d% to \\+5\\d\\.\\d% .* ops/s +8 +C\\.m")
        .containsPattern("(?m)^PASS +\\+0\\.0% ")
        .contains("  FAILED: C.broken, avgt: HEAD fails: <oops>")
        .contains("  removed: C.gone, avgt")
        .endsWith("gate: FAILED (tolerance 5%)\n");
  }

  @Test
  void anEndlessIntervalIsWrittenAsSuch() {
    GateReport single =
        GateReport.ofRecorded(
            List.of(measured(Fakes.key("one"), 1, 8)), Settings.of(new Gauge(Gauge.SCORE)), RULES);

    assertThat(new GateTable(single).text()).contains(" any to any ");
  }

  private static BenchmarkVerdict measured(BenchmarkKey key, double times, int every) {
    String unit = key.mode().equals("thrpt") ? "ops/s" : "us/op";
    Direction direction = Direction.ofScore(key.mode(), unit).orElseThrow();
    double[] base = Arrays.copyOf(FORKS, FORKS.length / every);
    double factor = direction == Direction.HIGHER_IS_BETTER ? 1 / times : times;
    double[] head = Arrays.stream(base).map(fork -> fork * factor).toArray();
    Decision decision =
        Decision.of(List.of(Evidence.ofForks(base, head, direction, RULES)), RULES).getFirst();
    return BenchmarkVerdict.of(key, decision, null, unit, base[0], head[0], Double.NaN);
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
