package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.process.wire.Scratch;

/** Workers, sockets and files go with the parent, however and whenever it dies. */
@Covers(Construct.P5)
class ParentDeathTest {
  @TempDir Path directory;

  private final String mark = UUID.randomUUID().toString();

  private ChildJvm startParent(Path temporary) throws Exception {
    return ChildJvm.start(
        "parent",
        JvmCommand.of(PoolParent.class)
            .withJvmOptions(List.of("-Djava.io.tmpdir=" + temporary))
            .withArguments(List.of(mark, directory.resolve("hangs").toString())));
  }

  @Test
  void aKillAtWorkLeavesNothing() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("t"));
    ChildJvm parent = startParent(temporary);
    Await.exists(directory.resolve("hangs"));
    assertThat(workers()).isEqualTo(2);
    Await.kill9(parent.pid());
    nothingIsLeft(temporary);
    assertThat(filesOf(parent, Path.of("/dev/shm"))).isEmpty();
  }

  /** In the first instants nobody may be there yet to tidy up: then the next start does. */
  @ParameterizedTest
  @ValueSource(ints = {0, 0, 0, 10, 30, 60, 100})
  void aKillWhileWorkersStartLeavesNothing(int millisAfterFirstWorker) throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("t"));
    ChildJvm parent = startParent(temporary);
    Await.until("a worker starts", Duration.ofSeconds(20), () -> workers() > 0);
    LockSupport.parkNanos(millisAfterFirstWorker * 1_000_000L); // Not for a result: to vary it.
    parent.kill();
    parent.exit().join();
    Await.until("no worker is left", Duration.ofSeconds(5), () -> workers() == 0);
    Scratch.sweep(temporary);
    Scratch.sweep(Path.of("/dev/shm"));
    nothingIsLeft(temporary);
    assertThat(filesOf(parent, Path.of("/dev/shm"))).isEmpty();
  }

  private static List<Path> filesOf(ChildJvm owner, Path directory) throws Exception {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().contains("-" + owner.pid() + "-"))
          .toList();
    }
  }

  private long workers() {
    return Await.processesWith("-Dmark=" + mark).count();
  }

  private void nothingIsLeft(Path temporary) throws Exception {
    Await.until("no worker is left", Duration.ofSeconds(5), () -> workers() == 0);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }
}
