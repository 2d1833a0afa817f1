package strandbench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import strandbench.doctor.Doctor;
import strandbench.result.Finding;
import strandbench.result.Json;
import strandbench.result.UnusableInputException;

/** {@code strandbench doctor}: what about this machine will spoil a measurement. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Says what about this machine will spoil a measurement, and what to do about it.")
final class DoctorCommand implements Callable<Integer> {
  /** Of what {@code --json} prints. */
  private static final int FORMAT_VERSION = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON on stdout.")
  private boolean json;

  @Option(
      names = "--java",
      paramLabel = "FILE",
      description =
          "The java that will measure, as gate's: its build and its known faults are told in place of"
              + " this one's.")
  private Path java;

  @Override
  public Integer call() throws JsonProcessingException {
    if (java != null && !Files.isExecutable(java)) {
      throw new UnusableInputException("--java " + java + ": no such executable");
    }
    spec.commandLine().getErr().println("strandbench: examining the machine for some seconds");
    List<Finding> findings = java == null ? Doctor.examine() : Doctor.examine(java);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("formatVersion", FORMAT_VERSION);
      document.put("findings", findings);
      out.println(Json.MAPPER.writeValueAsString(document));
    } else {
      print(findings, out);
    }
    return ExitCode.DONE;
  }

  private static void print(List<Finding> findings, PrintWriter out) {
    int width = findings.stream().mapToInt(finding -> finding.check().length()).max().orElse(0);
    for (Finding finding : findings) {
      out.printf(
          Locale.ROOT,
          "%-7s  %-" + width + "s  %s%n",
          finding.state().name().toLowerCase(Locale.ROOT),
          finding.check(),
          finding.observed());
      if (finding.isDoubt()) {
        String indent = " ".repeat("unknown".length() + 2 + width + 2);
        out.println(indent + "spoils: " + finding.spoils());
        out.println(indent + "do:     " + finding.remedy());
      }
    }
    long doubts = findings.stream().filter(Finding::isDoubt).count();
    out.println();
    out.println(
        doubts == 0
            ? "Nothing was found that will spoil a measurement."
            : doubts + " of " + findings.size() + " findings may spoil a measurement.");
  }
}
