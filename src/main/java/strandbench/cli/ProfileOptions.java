package strandbench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;
import strandbench.result.UnusableInputException;
import strandbench.run.CellPlan;
import strandbench.run.ProfileRequest;
import strandbench.run.ProfilerKind;

/** The options of {@code run} that ask for profiles. */
final class ProfileOptions {
  @Option(
      names = "--profile",
      paramLabel = "jfr|async",
      description =
          "When all is measured, run each cell once more under a profiler: for a flight recording"
              + " (jfr), or for flame graphs of processor time, allocations and locks, a fork each"
              + " (async). Their figures count nowhere; worker JVMs of a process pool are not in"
              + " them.")
  private String profiler;

  @Option(
      names = "--profile-cells",
      paramLabel = "REGEX",
      description =
          "Profile only cells in which this is found, as package.Class.method [param=value, ...].")
  private String cells;

  /**
   * What is asked for.
   *
   * @param plan whose cells they are
   * @throws UnusableInputException if there is no such profiler here, or no such cell
   */
  Optional<ProfileRequest> request(CellPlan plan) {
    if (profiler == null) {
      if (cells != null) {
        throw new UnusableInputException("--profile-cells: goes with --profile");
      }
      return Optional.empty();
    }
    ProfileRequest request =
        new ProfileRequest(kind(), Optional.ofNullable(cells).map(ProfileOptions::pattern));
    if (request.of(plan).isEmpty()) {
      throw new UnusableInputException(
          cells == null
              ? "--profile " + profiler + ": the plan has nothing but baselines and controls"
              : "--profile-cells "
                  + cells
                  + ": no cell of plan "
                  + plan.plan().name()
                  + " matches");
    }
    return Optional.of(request);
  }

  private ProfilerKind kind() {
    ProfilerKind kind =
        ProfilerKind.find(profiler)
            .orElseThrow(
                () -> new UnusableInputException("--profile " + profiler + ": jfr or async"));
    kind.refusal()
        .ifPresent(
            reason -> {
              throw new UnusableInputException("--profile " + profiler + ": " + reason);
            });
    return kind;
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new UnusableInputException(
          "--profile-cells " + regex + ": not a regular expression: " + e.getDescription(), e);
    }
  }

  /** As they were given. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (profiler != null) {
      words.addAll(List.of("--profile", profiler));
    }
    if (cells != null) {
      words.addAll(List.of("--profile-cells", cells));
    }
    return words;
  }
}
