package strandbench.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.result.Result;
import strandbench.result.RunDirectory;

/** What a construct costs is not only measurable: each row has valid scores under results/. */
class CommittedScoresTest {
  private static Coverage coverage;
  private static Set<String> scored;

  @BeforeAll
  static void read() throws IOException {
    coverage = Coverage.scan();
    try (Stream<Path> results = Files.list(Path.of("results"))) {
      scored =
          results
              .map(directory -> new RunDirectory(directory).jmhResultFile())
              .filter(Files::exists)
              .flatMap(file -> Result.read(file).cells().stream())
              .map(cell -> cell.key().benchmark())
              .collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyBenchmarkOfARowHasThem(Construct construct) {
    List<Coverage.Claim> benchmarks = coverage.benchmarks(construct);

    assertThat(benchmarks).isNotEmpty().allMatch(CommittedScoresTest::isScored);
  }

  private static boolean isScored(Coverage.Claim claim) {
    return claim.method().isEmpty()
        ? scored.stream().anyMatch(name -> name.startsWith(claim.type() + "."))
        : scored.contains(claim.type() + "." + claim.method());
  }
}
