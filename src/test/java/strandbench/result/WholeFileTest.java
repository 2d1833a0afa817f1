package strandbench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WholeFileTest {
  @TempDir Path directory;

  @Test
  void whatCantBeWrittenIsNamedAndWhatStoodThereStillStands() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "good");
    Files.createDirectory(directory.resolve("a.partial"));

    assertThatThrownBy(() -> WholeFile.write(file, "new"))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("a: can't be written");
    assertThat(file).hasContent("good");
  }

  @Test
  void aLinkStaysOneAndItsTargetIsReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    WholeFile.write(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
    assertThat(directory.resolve("file.partial")).doesNotExist();
  }

  /** A device would be another one; /dev/null is not tried, lest a fault destroy it. */
  @Test
  void aPipeIsWrittenToAndStaysOne() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    try {
      WholeFile.write(pipe, "text");

      assertThat(Files.isRegularFile(pipe)).isFalse();
      assertThat(reader.getInputStream()).hasContent("text");
      assertThat(directory.resolve("pipe.partial")).doesNotExist();
    } finally {
      reader.destroyForcibly();
    }
  }
}
