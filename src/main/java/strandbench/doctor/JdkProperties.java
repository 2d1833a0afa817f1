package strandbench.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import strandbench.result.UnusableInputException;

/** What a JDK other than the one that runs says of itself. */
final class JdkProperties {
  private static final Pattern PROPERTY =
      Pattern.compile("^ {4}([\\w.]+) = (.*)$", Pattern.MULTILINE);

  private JdkProperties() {}

  /**
   * Asks it, which takes as long as a JVM takes to start.
   *
   * @param java its executable
   * @throws UnusableInputException if it can't be started, or doesn't say its version
   */
  static Map<String, String> of(Path java) {
    Map<String, String> properties =
        PROPERTY
            .matcher(settings(java))
            .results()
            .collect(
                Collectors.toMap(
                    line -> line.group(1), JdkProperties::value, (first, second) -> first));
    if (!properties.containsKey("java.version")) {
      throw new UnusableInputException("--java " + java + ": doesn't say its version");
    }
    return properties;
  }

  private static String value(MatchResult line) {
    return line.group(2).strip();
  }

  private static String settings(Path java) {
    try {
      Process process =
          new ProcessBuilder(java.toString(), "-XshowSettings:properties", "-version")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnusableInputException("--java " + java + ": can't be started: " + e, e);
    }
  }
}
