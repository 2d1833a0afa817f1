package strandbench.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands in a file that JMH wrote with {@code -rf json}, of any version, from any project.
 *
 * @param cells the entries that can be read, in the order of the file; a key may stand there twice
 * @param unread the entries that can't, each with its reason
 * @param jvms the JVMs that measured, and the versions of JMH, as far as the file says
 */
public record JmhResultFile(List<CellResult> cells, List<String> unread, List<String> jvms) {
  public JmhResultFile {
    cells = List.copyOf(cells);
    unread = List.copyOf(unread);
    jvms = List.copyOf(jvms);
  }

  /**
   * Reads every entry of a file, one at a time: a file may be larger than memory.
   *
   * @throws UnusableInputException if the file is missing, truncated or not JMH's, or has entries
   *     and none that can be read
   */
  public static JmhResultFile read(Path file) {
    if (Files.isDirectory(file)) {
      throw new UnusableInputException(file + ": is a directory, and a JMH result is wanted");
    }
    List<CellResult> cells = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    Set<String> jvms = new LinkedHashSet<>();
    try (JsonParser parser = JmhEntry.MAPPER.createParser(Files.newInputStream(file))) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_ARRAY) {
        throw new UnusableInputException(
            file
                + ": not a JMH result: a JSON array of results is wanted"
                + (first == null ? ", and the file is empty" : ""));
      }
      for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
        JsonNode entry = parser.readValueAsTree();
        try {
          cells.add(JmhEntry.cell(entry));
          jvms.add(JmhEntry.jvm(entry));
        } catch (IllegalArgumentException e) {
          unread.add("entry " + number + JmhEntry.name(entry) + " " + e.getMessage());
        }
      }
      if (parser.nextToken() != null) {
        throw new UnusableInputException(
            file + ": not a JMH result: something follows the array of results");
      }
    } catch (JsonProcessingException e) {
      throw new UnusableInputException(file + ": " + Json.oneLine(e), e);
    } catch (IOException e) {
      throw UnusableInputException.unreadable(file, e);
    }
    if (cells.isEmpty() && !unread.isEmpty()) {
      throw new UnusableInputException(file + ": not a JMH result: " + unread.getFirst());
    }
    jvms.remove("");
    return new JmhResultFile(twinsRemarked(cells), unread, List.copyOf(jvms));
  }

  /** Entries that nothing tells apart. */
  private static List<CellResult> twinsRemarked(List<CellResult> cells) {
    Map<BenchmarkKey, Long> counts =
        cells.stream().collect(Collectors.groupingBy(CellResult::key, Collectors.counting()));
    return cells.stream()
        .map(
            cell -> {
              long same = counts.get(cell.key());
              return same == 1
                  ? cell
                  : cell.remarked("one of " + same + " entries with the same key");
            })
        .toList();
  }
}
