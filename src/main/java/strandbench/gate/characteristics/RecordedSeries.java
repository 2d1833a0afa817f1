package strandbench.gate.characteristics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import strandbench.gate.Direction;
import strandbench.result.BenchmarkKey;
import strandbench.result.Journal;
import strandbench.result.Json;
import strandbench.result.UnusableInputException;

/**
 * Pairs of one benchmark that a gate recorded, in the order they were measured.
 *
 * @param recording the name of the directory that they were read from
 * @param name of the benchmark
 * @param forks in the benchmark's own unit
 */
record RecordedSeries(String recording, String name, Forks forks) {
  /** What a gate writes, one pair per line. */
  static final String JOURNAL = "pairs.jsonl";

  /** Pairs of this role are of different work. */
  private static final String CALIBRATION = "CALIBRATION";

  /** And of this one of a jar against itself, whatever the other jar is. */
  private static final String CANARY = "CANARY";

  /**
   * Reads the journal of a gate's run, whose two jars are to be the same. Pairs that failed, the
   * calibration's, and half a line that a kill left at the end, are left out.
   *
   * @throws UnusableInputException if there is none, or it holds no pair
   */
  static List<RecordedSeries> read(Path directory) {
    Path file = directory.resolve(JOURNAL);
    Map<String, List<JsonNode>> pairs = new LinkedHashMap<>();
    try {
      for (String line : Journal.lines(file)) {
        JsonNode pair = parse(line);
        if (!pair.path("base").path("jmh").isObject()
            || !pair.path("head").path("jmh").isObject()
            || pair.path("role").asText().equals(CALIBRATION)) {
          continue;
        }
        pairs
            .computeIfAbsent(
                pair.path("role").asText() + pair.path("key"), any -> new ArrayList<>())
            .add(pair);
      }
      if (pairs.isEmpty()) {
        throw new UnusableInputException(file + ": holds no pair of forks");
      }
      List<RecordedSeries> series = new ArrayList<>();
      for (List<JsonNode> one : pairs.values()) {
        series.add(of(file, one));
      }
      return series;
    } catch (IOException e) {
      throw UnusableInputException.unreadable(file, e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      return Json.MAPPER.createObjectNode();
    }
  }

  private static RecordedSeries of(Path file, List<JsonNode> pairs) throws IOException {
    JsonNode first = pairs.getFirst();
    BenchmarkKey key = Json.MAPPER.treeToValue(first.path("key"), BenchmarkKey.class);
    String unit = first.at("/base/jmh/primaryMetric/scoreUnit").asText();
    return new RecordedSeries(
        file.toAbsolutePath().getParent().getFileName().toString(),
        key + (first.path("role").asText().equals(CANARY) ? " (canary)" : ""),
        new Forks(
            pairs.stream().map(pair -> values(file, pair.path("base"))).toList(),
            pairs.stream().map(pair -> values(file, pair.path("head"))).toList(),
            Direction.ofScore(key.mode(), unit)
                .orElseThrow(
                    () ->
                        new UnusableInputException(
                            file + ": whether " + unit + " is better high or low is not known"))));
  }

  private static double[] values(Path file, JsonNode arm) {
    JsonNode iterations = arm.path("jmh").path("primaryMetric").path("rawData").path(0);
    double[] values =
        StreamSupport.stream(iterations.spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .toArray();
    if (values.length == 0 || !Arrays.stream(values).allMatch(RecordedSeries::usable)) {
      throw new UnusableInputException(file + ": a fork without values that are above 0");
    }
    return values;
  }

  private static boolean usable(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  /** Comparisons that have no fork in common; what is left over at the end is not used. */
  List<Forks> blocks(int pairs) {
    return IntStream.range(0, forks.pairs() / pairs)
        .mapToObj(block -> forks.between(block * pairs, (block + 1) * pairs))
        .toList();
  }
}
