package strandbench.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel tells in {@code /proc} and {@code /sys}.
 *
 * @param root {@code /}, or a directory that stands for it in tests
 */
record SystemFiles(Path root) {

  /** All lines; empty where there is no such file, or it can't be read. */
  List<String> lines(String path) {
    try {
      return Files.readAllLines(root.resolve(path));
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }

  /** The first line without blanks around it. */
  Optional<String> line(String path) {
    return lines(path).stream().findFirst().map(String::strip);
  }

  /** A whole number; empty where there is none, as in {@code max}. */
  OptionalLong number(String path) {
    return line(path).map(SystemFiles::wholeNumber).orElse(OptionalLong.empty());
  }

  static OptionalLong wholeNumber(String text) {
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /** What follows a label in a file of lines like {@code MemTotal: 24684084 kB}. */
  Optional<String> labelled(String path, String label) {
    return lines(path).stream()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip())
        .findFirst();
  }

  boolean exists(String path) {
    return Files.exists(root.resolve(path));
  }
}
