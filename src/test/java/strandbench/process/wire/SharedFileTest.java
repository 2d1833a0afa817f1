package strandbench.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SharedFileTest {
  private static final long SIZE = 100_000;

  /** The other process: adds one to the number at the place that it is told. */
  static final class Adder {
    private Adder() {}

    public static void main(String[] arguments) throws IOException {
      MemorySegment memory =
          SharedFile.open(arguments[0], Long.parseLong(arguments[1]), Arena.global());
      long at = Long.parseLong(arguments[2]);
      memory.set(ValueLayout.JAVA_LONG, at, memory.get(ValueLayout.JAVA_LONG, at) + 1);
    }
  }

  private static int add(SharedFile file, long size, long at) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Adder.class.getName(),
                file.reference(),
                Long.toString(size),
                Long.toString(at))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void anotherProcessSeesTheSameMemoryAndNoFileIsLeft() throws Exception {
    try (SharedFile file = SharedFile.create(SIZE)) {
      assertThat(file.memory().byteSize()).isEqualTo(SIZE);
      assertThat(file.memory().mismatch(Arena.ofAuto().allocate(SIZE))).as("zeros").isEqualTo(-1);
      file.memory().set(ValueLayout.JAVA_LONG, SIZE - 8, 41);
      assertThat(add(file, SIZE, SIZE - 8)).isZero();
      assertThat(file.memory().get(ValueLayout.JAVA_LONG, SIZE - 8)).isEqualTo(42);
      assertThat(add(file, SIZE + 1, 0)).as("more than there is").isNotZero();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theFileHasNoNameFromTheStart() throws Exception {
    List<Path> before = ownFiles();
    try (SharedFile file = SharedFile.create(SIZE)) {
      assertThat(ownFiles()).isEqualTo(before);
      assertThat(file.reference()).startsWith("/proc/" + ProcessHandle.current().pid() + "/fd/");
    }
  }

  private static List<Path> ownFiles() throws IOException {
    String mark = "-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> all = Files.list(Path.of("/dev/shm"))) {
      return all.filter(path -> path.toString().contains(mark)).sorted().toList();
    }
  }

  @Test
  void afterCloseItIsGone() throws Exception {
    SharedFile file = SharedFile.create(SIZE);
    MemorySegment mine = SharedFile.open(file.reference(), SIZE, Arena.ofAuto());
    mine.set(ValueLayout.JAVA_BYTE, 5, (byte) 7);
    assertThat(file.memory().get(ValueLayout.JAVA_BYTE, 5)).isEqualTo((byte) 7);
    file.close();
    assertThat(mine.get(ValueLayout.JAVA_BYTE, 5)).as("who has it keeps it").isEqualTo((byte) 7);
    assertThatThrownBy(() -> file.memory().get(ValueLayout.JAVA_BYTE, 5))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> SharedFile.open(file.reference(), SIZE, Arena.ofAuto()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void lessThanWasAskedForIsRefused() throws Exception {
    try (SharedFile file = SharedFile.create(SIZE)) {
      assertThatThrownBy(() -> SharedFile.open(file.reference(), SIZE + 1, Arena.ofAuto()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("shorter");
    }
  }
}
