package strandbench.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;

/**
 * Entry point of {@code benchmarks.jar}: a subcommand of ours where the first argument is one, else
 * JMH's own command line. Compiled for Java 8, so that an older JVM gets one line that says what is
 * needed and not a class-version stack trace.
 */
public final class Main {
  private static final int NEEDED = 25;
  private static final List<String> SUBCOMMANDS =
      Arrays.asList(
          "list", "run", "report", "fit", "gate", "gate-characteristics", "doctor", "--version");
  private static final String OURS = "strandbench.cli.Strandbench";
  private static final String JMH = "org.openjdk.jmh.Main";

  private Main() {}

  public static void main(String[] args) throws Throwable {
    String version = System.getProperty("java.specification.version");
    if (version.startsWith("1.") || Integer.parseInt(version) < NEEDED) {
      System.err.println(
          "strandbench: this is Java "
              + version
              + " ("
              + System.getProperty("java.home")
              + "), Java "
              + NEEDED
              + " or newer is needed; scripts/strandbench finds an installed one");
      System.exit(2);
    }
    boolean ours = args.length > 0 && SUBCOMMANDS.contains(args[0]);
    try {
      Class.forName(ours ? OURS : JMH)
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
