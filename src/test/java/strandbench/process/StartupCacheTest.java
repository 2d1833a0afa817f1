package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupCacheTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final AtomicInteger runs = new AtomicInteger();
  private Path caches;
  private Path jar;
  private JvmCommand command;

  @BeforeEach
  void prepare() throws Exception {
    caches = directory.resolve("not/yet/there");
    System.setProperty(StartupCache.DIRECTORY_PROPERTY, caches.toString());
    jar = Jars.ofThisPackage(directory.resolve("package.jar"));
    command = JvmCommand.of(ProcessMain.class).withClassPath(List.of(jar));
  }

  @AfterEach
  void restore() {
    System.clearProperty(StartupCache.DIRECTORY_PROPERTY);
  }

  private void train(JvmCommand training) throws Exception {
    runs.incrementAndGet();
    assertThat(run(JvmProcess.builder().command(training), new Rehearsal()).code()).hasValue(0);
  }

  private static <T extends Runnable & Serializable> ExitStatus run(
      JvmProcess.Builder builder, T task) throws Exception {
    JvmProcess process = builder.start(task);
    try {
      assertThat(process.join(LONG)).isTrue();
      return process.exitStatus().orElseThrow();
    } finally {
      process.kill();
    }
  }

  private boolean isUsed(JvmProcess.Builder builder) throws Exception {
    Path file = Files.createTempDirectory(directory, "maps").resolve("used");
    assertThat(run(builder, new ProcessTasks.NoteMaps(file.toString())).code()).hasValue(0);
    return Boolean.parseBoolean(Files.readString(file));
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.list(caches)) {
      return all.toList();
    }
  }

  @Test
  void childrenStartFromWhatTheTrainingLeft() throws Exception {
    assertThat(StartupCache.optionsFor(command)).isEmpty();
    assertThat(StartupCache.create(command, this::train)).isTrue();
    List<String> options = StartupCache.optionsFor(command);
    assertThat(runs).hasValue(1);
    assertThat(files()).singleElement().asString().endsWith(".aot");
    assertThat(Files.getPosixFilePermissions(caches))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(isUsed(JvmProcess.builder().command(command.withJvmOptions(options)))).isTrue();
    assertThat(isUsed(JvmProcess.builder().command(command))).isFalse();
  }

  @Test
  void aCacheIsForOneCommandAndOneStateOfItsJars() throws Exception {
    assertThat(StartupCache.create(command, this::train)).isTrue();
    assertThat(StartupCache.optionsFor(command)).isNotEmpty();
    assertThat(StartupCache.optionsFor(command.withJvmOptions(List.of("-Xmx99m")))).isEmpty();
    assertThat(StartupCache.optionsFor(command.withArguments(List.of("x")))).isNotEmpty();
    JvmCommand property = command.withJvmOptions(List.of("-Da=b"));
    assertThat(StartupCache.optionsFor(property)).isEqualTo(StartupCache.optionsFor(command));
    assertThat(
            isUsed(
                JvmProcess.builder()
                    .command(property.withJvmOptions(StartupCache.optionsFor(property)))))
        .isTrue();
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    assertThat(StartupCache.optionsFor(command)).isEmpty();
  }

  @Test
  void aProcessMakesItsOwnOnceAndUsesIt() throws Exception {
    JvmProcess.Builder builder = JvmProcess.builder().classPath(List.of(jar)).startupCache(true);
    assertThat(isUsed(builder)).isTrue();
    FileTime made = Files.getLastModifiedTime(files().getFirst());
    assertThat(isUsed(builder)).isTrue();
    assertThat(files()).hasSize(1);
    assertThat(Files.getLastModifiedTime(files().getFirst())).isGreaterThanOrEqualTo(made);
  }

  @Test
  void aPoolsWorkersStartFromTheirs() throws Exception {
    JvmCommand worker = JvmCommand.of(WorkerMain.class).withClassPath(List.of(jar));
    ProcessPool.Builder builder = ProcessPool.builder().workers(1).command(worker);
    for (boolean use : new boolean[] {true, false}) {
      try (ProcessPool pool = builder.startupCache(use).build()) {
        String maps = Files.readString(Path.of("/proc", "" + pool.pids().getFirst(), "maps"));
        assertThat(maps.contains(caches.toString())).isEqualTo(use);
      }
    }
  }

  @Test
  void noneIsMadeForDirectoriesAndProcessesStartAllTheSame() throws Exception {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    JvmCommand mixed = command.withClassPath(List.of(jar, classes));
    assertThat(StartupCache.create(mixed, this::train)).isFalse();
    assertThat(runs).hasValue(0);
    assertThat(isUsed(JvmProcess.builder().classPath(List.of(jar, classes)).startupCache(true)))
        .isFalse();
  }

  @Test
  void noneIsMadeWhereOptionsRuleItOut() {
    JvmCommand own = command.withJvmOptions(List.of("-Xshare:off"));
    assertThat(StartupCache.create(own, this::train)).isFalse();
    assertThat(runs).hasValue(0);
  }

  @Test
  void aTrainingThatFailsLeavesNothing() throws Exception {
    assertThat(
            StartupCache.create(
                command,
                training -> {
                  throw new IllegalStateException("no training");
                }))
        .isFalse();
    assertThat(StartupCache.create(command, training -> {})).isFalse();
    assertThat(files()).isEmpty();
    assertThat(StartupCache.optionsFor(command)).isEmpty();
  }

  @Test
  void aDirectoryThatOthersCanWriteIsNotUsed() throws Exception {
    Files.createDirectories(caches);
    Files.setPosixFilePermissions(caches, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(StartupCache.create(command, this::train)).isFalse();
    assertThat(runs).hasValue(0);
    assertThat(files()).isEmpty();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNoError() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    System.setProperty(StartupCache.DIRECTORY_PROPERTY, file.resolve("below").toString());
    assertThat(StartupCache.create(command, this::train)).isFalse();
    assertThat(StartupCache.optionsFor(command)).isEmpty();
  }

  @Test
  void aCacheThatIsDamagedIsNotUsedAndNobodyIsTold() throws Exception {
    assertThat(StartupCache.create(command, this::train)).isTrue();
    Path cache = files().getFirst();
    Files.write(cache, new byte[] {1, 2, 3});
    List<String> printed = new CopyOnWriteArrayList<>();
    JvmCommand version =
        command
            .withJvmOptions(StartupCache.optionsFor(command))
            .withJvmOptions(List.of("--version"));
    ChildJvm child = ChildJvm.start("damaged", version, printed::add);
    assertThat(child.waitFor(LONG)).hasValueSatisfying(end -> assertThat(end.code()).hasValue(0));
    assertThat(child.outputTail()).doesNotContainIgnoringCase("aot").contains("25");
    assertThat(printed).isNotEmpty();
  }

  @Test
  void theOldestAreRemoved() throws Exception {
    Files.createDirectories(caches);
    Files.setPosixFilePermissions(caches, PosixFilePermissions.fromString("rwx------"));
    for (int i = 0; i < 10; i++) {
      Path old = Files.createFile(caches.resolve("old-" + i + ".aot"));
      Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(i)));
    }
    Path partial = Files.createFile(caches.resolve("x.recording"));
    Files.setLastModifiedTime(partial, FileTime.from(Instant.EPOCH));
    assertThat(StartupCache.create(command, this::train)).isTrue();
    assertThat(files().stream().map(path -> path.getFileName().toString()).sorted())
        .hasSize(6)
        .endsWith("old-5.aot", "old-6.aot", "old-7.aot", "old-8.aot", "old-9.aot");
    assertThat(StartupCache.optionsFor(command)).isNotEmpty();
  }
}
