package strandbench.cli;

import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import strandbench.result.UnusableInputException;

/** An option that would do nothing is a misunderstanding. */
final class MatchedOptions {
  private MatchedOptions() {}

  /**
   * Refuses options, where they were given.
   *
   * @param reason why they would do nothing
   */
  static void refuse(CommandSpec spec, String reason, String... options) {
    Arrays.stream(options)
        .filter(option -> spec.commandLine().getParseResult().hasMatchedOption(option))
        .findFirst()
        .ifPresent(
            option -> {
              throw new UnusableInputException(option + ": " + reason);
            });
  }
}
