package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where no file may hold a byte there is no shared memory: pools work over sockets alone. */
@Timeout(120)
@EnabledOnOs({OS.LINUX, OS.MAC})
class PoolWithoutSharedMemoryTest {
  @TempDir Path directory;

  @Test
  void poolsUseSocketsAndSaySoOnce() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 0 && exec \"$@\"", "bash"));
    command.addAll(
        JvmCommand.of(Parent.class).withArguments(List.of(directory.toString())).words());
    Process parent = new ProcessBuilder(command).redirectErrorStream(true).start();
    parent.getOutputStream().close();
    String output = new String(parent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(parent.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> line.contains("no shared memory"))).hasSize(1);
  }

  /** What the JVM without shared memory does. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      try (ProcessPool pool = pool(Transport.RING, 1)) {
        aKillFailsOneTaskAndTheOthersRunOnce(pool, Files.createDirectory(directory.resolve("a")));
        anExitIsTold(pool);
        aCancelledTaskFreesItsWorker(pool, directory.resolve("c"));
      }
      try (ProcessPool pool = pool(Transport.SOCKET, 4)) {
        aKillFailsOneTaskAndTheOthersRunOnce(pool, Files.createDirectory(directory.resolve("b")));
      }
    }

    private static ProcessPool pool(Transport transport, int concurrency) {
      return ProcessPool.builder()
          .workers(2)
          .transport(transport)
          .concurrencyPerWorker(concurrency)
          .accept("strandbench.process.*")
          .build();
    }

    private static void aKillFailsOneTaskAndTheOthersRunOnce(ProcessPool pool, Path directory)
        throws Exception {
      CompletableFuture<Integer> victim = pool.submit(new Wait(directory.resolve("w").toString()));
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      Await.exists(directory.resolve("w"));
      for (int i = 0; i < 300; i++) {
        others.add(pool.submit(new Mark(directory.toString(), i)));
      }
      long pid = pidOf(directory);
      for (int i = 0; i < others.size(); i++) {
        assertThat(others.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
      }
      Await.kill9(pid);
      assertThatThrownBy(() -> victim.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(WorkerDiedException.class);
      WorkerDiedException death = (WorkerDiedException) victim.exceptionNow();
      assertThat(death.signal()).hasValue(9);
      assertThat(death.pid()).isEqualTo(pid);
      try (Stream<Path> marks = Files.list(directory)) {
        assertThat(marks.filter(each -> each.getFileName().toString().startsWith("m")))
            .hasSize(300);
      }
      Await.until("two workers", Duration.ofSeconds(30), () -> pool.pids().size() == 2);
      // Killed while they have nothing, and given a task before that is seen: it runs elsewhere.
      for (long idle : pool.pids()) {
        Await.kill9(idle);
      }
      assertThat(pool.submit(new Mark(directory.toString(), 1000)).get(60, TimeUnit.SECONDS))
          .isEqualTo(1000);
    }

    private static long pidOf(Path directory) throws IOException {
      try (Stream<Path> all = Files.list(directory)) {
        String name =
            all.map(path -> path.getFileName().toString())
                .filter(each -> each.startsWith("pid-"))
                .findAny()
                .orElseThrow();
        return Long.parseLong(name.substring("pid-".length()));
      }
    }

    private static void anExitIsTold(ProcessPool pool) {
      CompletableFuture<String> exits = pool.submit(new Tasks.Exit(137));
      assertThatThrownBy(() -> exits.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(WorkerDiedException.class);
      assertThat(((WorkerDiedException) exits.exceptionNow()).exitCode()).hasValue(137);
    }

    private static void aCancelledTaskFreesItsWorker(ProcessPool pool, Path directory)
        throws Exception {
      Files.createDirectory(directory);
      CompletableFuture<Integer> waits = pool.submit(new Wait(directory.resolve("w").toString()));
      Await.exists(directory.resolve("w"));
      long pid = pidOf(directory);
      assertThat(waits.cancel(true)).isTrue();
      Await.until("it is free", Duration.ofSeconds(30), () -> runs(pool, pid));
    }

    private static boolean runs(ProcessPool pool, long pid) {
      CompletableFuture<Long> one = pool.submit(new Tasks.Pid());
      CompletableFuture<Long> other = pool.submit(new Tasks.Pid());
      return one.join() == pid || other.join() == pid;
    }
  }

  /** Leaves an empty file each time that it runs. */
  record Mark(String directory, int number) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws IOException {
      Files.createTempFile(Path.of(directory), "m" + number + "-", "");
      return number;
    }
  }

  /** Leaves a file that tells its pid by its name, then the given one, and waits. */
  record Wait(String file) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws Exception {
      Files.createFile(Path.of(file).resolveSibling("pid-" + ProcessHandle.current().pid()));
      Files.createFile(Path.of(file));
      new CountDownLatch(1).await();
      return 0;
    }
  }
}
