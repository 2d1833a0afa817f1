package strandbench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import strandbench.process.wire.Scratch;

/**
 * A command line that is longer than the operating system takes (Linux: 128 KiB for one word, and a
 * class path is one word), in a file for the {@code java} launcher to read.
 */
final class CommandFile {
  /** In characters, all words together; few enough for every system. */
  private static final int LONGEST_COMMAND = 30_000;

  private final Path file;
  private final List<String> words;

  private CommandFile(Path file, List<String> words) {
    this.file = file;
    this.words = words;
  }

  /**
   * Puts a command's words into a file where they are too long.
   *
   * @param words {@code java} and what follows it
   * @throws IOException if the file can't be written
   */
  static CommandFile of(List<String> words) throws IOException {
    if (words.stream().mapToInt(String::length).sum() <= LONGEST_COMMAND) {
      return new CommandFile(null, words);
    }
    StringBuilder lines = new StringBuilder();
    for (String word : words.subList(1, words.size())) {
      lines.append('"').append(escape(word)).append("\"\n");
    }
    Path file = Scratch.newPath();
    Files.writeString(file, lines, StandardCharsets.UTF_8);
    return new CommandFile(file, List.of(words.getFirst(), "@" + file));
  }

  private static String escape(String word) {
    return word.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("\f", "\\f");
  }

  /** What to start. */
  List<String> words() {
    return words;
  }

  /** Removes the file, if there is one. For when the child has read it, or has ended. */
  void remove() {
    if (file != null) {
      Scratch.remove(file);
    }
  }
}
