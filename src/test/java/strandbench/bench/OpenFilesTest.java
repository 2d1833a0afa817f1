package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class OpenFilesTest {

  /** Others open and close files in this JVM too, but not so many. */
  @Test
  void countsFilesThatAreOpen(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    long before = OpenFiles.files();
    List<InputStream> open = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        open.add(Files.newInputStream(file));
      }
      assertThat(OpenFiles.files()).isBetween(before + 150, before + 250);
    } finally {
      for (InputStream each : open) {
        each.close();
      }
    }
    assertThat(OpenFiles.files()).isLessThan(before + 50);
  }

  @Test
  void theKernelTellsHowManyConnectionsWaitForTheirEnd() {
    assertThat(OpenFiles.timeWait()).isNotNegative();
  }
}
