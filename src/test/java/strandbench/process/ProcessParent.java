package strandbench.process;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The parent JVM whose end a test looks at. It starts a daemon that hangs, and a process that waits
 * for a gate and then writes a note; both have first started something that would outlive them.
 * Then it ends as it is told. All its processes carry a mark on their command line.
 */
final class ProcessParent {
  /** The files by which a test and the processes talk, in one directory. */
  record Files(Path directory) {
    String gate() {
      return directory.resolve("gate").toString();
    }

    String done() {
      return directory.resolve("done").toString();
    }

    String daemon() {
      return directory.resolve("daemon").toString();
    }

    String ofDaemon() {
      return directory.resolve("of-daemon").toString();
    }

    String ofOther() {
      return directory.resolve("of-other").toString();
    }

    String nested() {
      return directory.resolve("nested").toString();
    }

    String ready() {
      return directory.resolve("ready").toString();
    }
  }

  private ProcessParent() {}

  /** The options of a process that a test wants to find, and all of whose files. */
  static List<String> markOf(String mark) {
    return List.of("-Dmark=" + mark, "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
  }

  public static void main(String[] arguments) throws Exception {
    List<String> mark = markOf(arguments[0]);
    Files files = new Files(Path.of(arguments[1]));
    if (arguments[2].equals("start")) {
      IntStream.range(0, 4)
          .forEach(
              i ->
                  JvmProcess.builder()
                      .daemon(i % 2 == 0)
                      .jvmOptions(mark)
                      .start(new ProcessTasks.Hang(files.ready() + i)));
      return;
    }
    if (arguments[2].equals("exiting")) {
      JvmProcess.builder()
          .jvmOptions(mark)
          .start(new ProcessTasks.ExitForEver(files.ready()))
          .join();
      return;
    }
    JvmProcess.Builder builder =
        JvmProcess.builder().jvmOptions(mark).accept("strandbench.process.*");
    builder
        .daemon(true)
        .start(new ProcessTasks.Leave(files.ofDaemon(), new ProcessTasks.Hang(files.daemon())));
    builder
        .daemon(false)
        .start(
            new ProcessTasks.Leave(
                files.ofOther(), new ProcessTasks.NoteAfter(files.gate(), files.done())));
    builder.start(
        new ProcessTasks.StartAnother(
            true,
            new ProcessTasks.Nested(
                arguments[2].equals("hang")
                    ? new ProcessTasks.Hang(files.nested())
                    : new ProcessTasks.NoteAfter(files.gate(), files.nested()))));
    ProcessTasks.await(files.ofDaemon());
    ProcessTasks.await(files.ofOther());
    ProcessTasks.await(files.daemon());
    if (arguments[2].equals("hang")) {
      ProcessTasks.await(files.nested());
    }
    ProcessTasks.note(files.ready(), "");
    switch (arguments[2]) {
      case "return" -> {}
      case "throw" -> throw new IllegalStateException("as told");
      case "exit" -> System.exit(5);
      case "halt" -> Runtime.getRuntime().halt(6);
      default -> ProcessTasks.waitForEver();
    }
  }
}
