package strandbench.process.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  @TempDir Path root;

  /** As this JVM's own, with some parts of the name changed. */
  private Path entry(String namespace, String pid, String start) throws IOException {
    String[] own = OwnedName.next().split("-");
    String name =
        String.join(
            "-",
            own[0],
            namespace == null ? own[1] : namespace,
            pid == null ? own[2] : pid,
            start == null ? own[3] : start,
            own[4]);
    Path directory = Files.createDirectory(root.resolve(name));
    Files.writeString(directory.resolve("1"), "x");
    return directory;
  }

  @Test
  void onlyWhatDeadProcessesLeftIsSwept() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    Path ofTheDead = entry(null, Long.toString(process.pid()), null);
    Path ofAnEarlierProcessOfThisId = entry(null, null, "12345");
    Path fileOfTheDead = Files.writeString(root.resolve(ofTheDead.getFileName() + "-1"), "x");
    Path ofTheLiving = entry(null, null, null);
    Path ofAnotherContainer = entry("1", Long.toString(process.pid()), null);
    Path notOurs = Files.writeString(root.resolve("strand-notes"), "x");
    Path noNumbers = Files.writeString(root.resolve("strand-" + "9".repeat(20) + "-1-1-a"), "x");

    Scratch.sweep(root);

    assertThat(ofTheDead).doesNotExist();
    assertThat(fileOfTheDead).doesNotExist();
    assertThat(ofAnEarlierProcessOfThisId).doesNotExist();
    assertThat(ofTheLiving).isNotEmptyDirectory();
    assertThat(ofAnotherContainer).isNotEmptyDirectory();
    assertThat(notOurs).exists();
    assertThat(noNumbers).exists();
  }

  @Test
  void aDirectoryThatIsNotThereIsNoError() {
    Scratch.sweep(root.resolve("none"));
    Scratch.remove(root.resolve("none"));
  }

  @Test
  void theDirectoryIsItsOwnersAlone() throws IOException {
    assertThat(Files.getPosixFilePermissions(Scratch.directory()))
        .hasSize(3)
        .allMatch(permission -> permission.name().startsWith("OWNER_"));
    assertThat(Scratch.directory()).isEqualTo(Scratch.path());
    assertThat(Scratch.newPath()).isNotEqualTo(Scratch.newPath());
  }

  @Test
  void aLinkToADirectoryIsRemovedAndNotWhatIsInIt() throws IOException {
    Path kept = Files.writeString(Files.createDirectory(root.resolve("d")).resolve("f"), "x");
    Path link = Files.createSymbolicLink(root.resolve("link"), kept.getParent());
    Scratch.remove(link);
    assertThat(link).doesNotExist();
    assertThat(kept).exists();
  }
}
