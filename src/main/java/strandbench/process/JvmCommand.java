package strandbench.process;

import java.io.File;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The command line of a child JVM: this JVM's own {@code java}, its class path unless another is
 * given, and options that name collector, heap and processors. A child that leaves them to
 * ergonomics sizes itself for the whole machine, or, when small, silently gets another collector
 * than its parent.
 *
 * <pre>{@code
 * JvmCommand command =
 *     JvmCommand.of(OriginMain.class).withJvmOptions(List.of("-Xmx512m", "-XX:+UseParallelGC"));
 * ChildJvm origin = ChildJvm.start("origin", command);
 * }</pre>
 *
 * @param mainClass the binary name of the class to run
 * @param jvmOptions every option of the JVM but its class path, defaults included
 * @param classPath directories and jars, in the order in which they are searched
 * @param arguments what {@code main} gets; visible to every user of the machine, so no place for a
 *     secret
 */
public record JvmCommand(
    String mainClass, List<String> jvmOptions, List<Path> classPath, List<String> arguments) {
  /**
   * Sized for one of many small children. No performance data file, because a killed JVM leaves it
   * behind; UTF-8, because that is what the parent reads.
   */
  private static final List<String> DEFAULT_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms64m",
          "-Xmx256m",
          "-XX:ActiveProcessorCount=1",
          "-XX:-UsePerfData",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8",
          "-Djava.awt.headless=true");

  private static final Predicate<String> IS_COLLECTOR =
      Pattern.compile("-XX:\\+Use\\w+GC").asMatchPredicate();

  /**
   * @throws IllegalArgumentException if an entry of the class path holds the character that
   *     separates entries
   */
  public JvmCommand {
    jvmOptions = List.copyOf(jvmOptions);
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
    for (Path entry : classPath) {
      if (entry.toString().contains(File.pathSeparator)) {
        throw new IllegalArgumentException(
            "no class path can hold " + entry + ": '" + File.pathSeparator + "' separates entries");
      }
    }
  }

  /**
   * A command with the default options, this JVM's class path and no arguments.
   *
   * <p>Where this JVM's channels are the JDK's own, the child is told so by name: it would open
   * every jar of its class path, to look for others, before its first socket. For a class path that
   * brings others, name theirs.
   */
  public static JvmCommand of(Class<?> mainClass) {
    List<String> options = new ArrayList<>(DEFAULT_OPTIONS);
    Class<?> provider = SelectorProvider.provider().getClass();
    if (provider.getModule().equals(Object.class.getModule())) {
      options.add("-D" + SelectorProvider.class.getName() + "=" + provider.getName());
    }
    return new JvmCommand(mainClass.getName(), options, ownClassPath(), List.of());
  }

  private static List<Path> ownClassPath() {
    List<Path> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry));
    }
    return entries;
  }

  /**
   * Adds options. An option that stands here already, with another value, gives way: another
   * collector to the old one, {@code -Xmx} also to {@code -Xms}, which might be the larger.
   */
  public JvmCommand withJvmOptions(List<String> options) {
    List<String> all = new ArrayList<>(jvmOptions);
    for (String option : options) {
      all.removeIf(old -> givesWay(old, option));
    }
    all.addAll(options);
    return new JvmCommand(mainClass, all, classPath, arguments);
  }

  private static boolean givesWay(String old, String option) {
    return kind(old).equals(kind(option)) || (old.startsWith("-Xms") && option.startsWith("-Xmx"));
  }

  private static String kind(String option) {
    if (IS_COLLECTOR.test(option)) {
      return "collector";
    }
    if (option.startsWith("-Xms") || option.startsWith("-Xmx") || option.startsWith("-Xss")) {
      return option.substring(0, 4);
    }
    if (option.startsWith("-Xshare:")) {
      return "-Xshare:";
    }
    if (option.startsWith("-XX:+") || option.startsWith("-XX:-")) {
      return option.substring(5);
    }
    boolean single = option.startsWith("-XX:") || option.startsWith("-D");
    int value = option.indexOf('=');
    return single && value > 0 ? option.substring(0, value) : option;
  }

  /** Replaces the arguments. */
  public JvmCommand withArguments(List<String> newArguments) {
    return new JvmCommand(mainClass, jvmOptions, classPath, newArguments);
  }

  /**
   * Replaces the class path. The main class must be found on the new one.
   *
   * @throws IllegalArgumentException if an entry holds the character that separates entries
   */
  public JvmCommand withClassPath(List<Path> newClassPath) {
    return new JvmCommand(mainClass, jvmOptions, newClassPath, arguments);
  }

  /**
   * The words of the command line, as {@link ProcessBuilder} takes them; all of them, even where
   * they are more than the operating system takes.
   */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(jvmOptions);
    words.add("-cp");
    words.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    words.add(mainClass);
    words.addAll(arguments);
    return words;
  }
}
