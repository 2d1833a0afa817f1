package strandbench.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import strandbench.result.UnusableInputException;

/** The subcommands of {@code strandbench}, and what they have in common: how they end. */
@Command(
    name = "strandbench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Compares concurrency models on this machine.",
    synopsisSubcommandLabel = "list | run | report | fit | gate | doctor",
    subcommands = {
      ListCommand.class,
      RunCommand.class,
      ReportCommand.class,
      FitCommand.class,
      GateCommand.class,
      GateCharacteristicsCommand.class,
      DoctorCommand.class
    })
public final class Strandbench {
  private Strandbench() {}

  public static void main(String[] args) {
    System.exit(
        execute(
            new PrintWriter(System.out, true, System.out.charset()),
            new PrintWriter(System.err, true, System.err.charset()),
            args));
  }

  /** Runs a subcommand and returns its {@link ExitCode}. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Strandbench())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Strandbench::wrongUsage)
        .setExecutionExceptionHandler(Strandbench::failed)
        .setExitCodeExceptionMapper(failure -> ExitCode.OWN_FAULT)
        .execute(args);
  }

  private static int wrongUsage(ParameterException wrong, String[] args) {
    return unusable(wrong.getCommandLine(), wrong.getMessage());
  }

  private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof UnusableInputException) {
      return unusable(command, failure.getMessage());
    }
    throw failure;
  }

  private static int unusable(CommandLine command, String message) {
    command.getErr().println("strandbench: " + message.lines().findFirst().orElse(message));
    return ExitCode.UNUSABLE_INPUT;
  }
}
