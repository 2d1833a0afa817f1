package strandbench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import strandbench.result.UnusableInputException;
import strandbench.stats.ScalingPoint;

/**
 * Reads a CSV file of two columns, {@code n,throughput}, with that head or without one. Columns may
 * be separated by semicolons (then a comma is a decimal point) or tabs as well.
 */
final class ThroughputCsv {
  private ThroughputCsv() {}

  /**
   * Reads every point.
   *
   * @throws UnusableInputException if a line holds anything else, or there is none
   */
  static List<ScalingPoint> read(Path file) {
    List<String> lines = lines(file);
    char separator = separator(lines);
    ObjectReader csv =
        CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .build()
            .readerFor(String[].class)
            .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    List<ScalingPoint> points = new ArrayList<>();
    boolean first = true;
    // Line by line, so that a complaint can name the line: the parser runs ahead of its rows.
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String where = file + ":" + (i + 1);
        String line = separator == ';' ? lines.get(i).replace(',', '.') : lines.get(i);
        String[] row = row(csv, line, where);
        if (!first || !isHead(row)) {
          points.add(point(row, where));
        }
        first = false;
      }
    }
    if (points.isEmpty()) {
      throw new UnusableInputException(file + ": there is no point in it; n,throughput is wanted");
    }
    return points;
  }

  /** What the first line uses. */
  private static char separator(List<String> lines) {
    String first = lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    return first.indexOf(';') >= 0 ? ';' : first.indexOf('\t') >= 0 ? '\t' : ',';
  }

  private static List<String> lines(Path file) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      if (!lines.isEmpty()) {
        lines.set(0, lines.getFirst().replaceFirst("^\\uFEFF", ""));
      }
      return lines;
    } catch (IOException e) {
      throw UnusableInputException.unreadable(file, e);
    }
  }

  private static String[] row(ObjectReader csv, String line, String where) {
    try {
      return csv.readValue(line);
    } catch (JsonProcessingException e) {
      throw new UnusableInputException(where + ": not CSV: " + e.getOriginalMessage(), e);
    }
  }

  /** Words in both columns; throughput's name, if it is there, over the second. */
  private static boolean isHead(String[] row) {
    return row.length == 2
        && !isNumber(row[0])
        && !isNumber(row[1])
        && !row[0].equalsIgnoreCase("throughput");
  }

  private static boolean isNumber(String text) {
    try {
      // Takes NaN for a number as well, which is no name of a column.
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static ScalingPoint point(String[] row, String where) {
    String text = String.join(",", row);
    if (row.length != 2) {
      throw new UnusableInputException(where + ": \"" + text + "\": n,throughput is wanted");
    }
    try {
      return new ScalingPoint(
          new BigDecimal(row[0]).doubleValue(), new BigDecimal(row[1]).doubleValue());
    } catch (NumberFormatException e) {
      throw new UnusableInputException(
          where + ": \"" + text + "\": two numbers, n,throughput, are wanted", e);
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(where + ": \"" + text + "\": " + e.getMessage(), e);
    }
  }
}
