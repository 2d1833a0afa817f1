package strandbench.catalog;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which tests and which benchmarks say by {@link Covers} that they cover a construct. */
final class Coverage {
  private final List<Claim> claims;

  private Coverage(List<Claim> claims) {
    this.claims = claims;
  }

  /** Scans the class path, where tests and benchmarks are both to be seen. */
  static Coverage scan() {
    return new Coverage(
        new ClassFileImporter()
            .importPackages("strandbench").stream()
                .flatMap(Coverage::claims)
                .sorted(Comparator.comparing(Claim::type).thenComparing(Claim::method))
                .toList());
  }

  private static Stream<Claim> claims(JavaClass type) {
    return Stream.concat(
        claims(type.tryGetAnnotationOfType(Covers.class), type, ""),
        type.getMethods().stream()
            .flatMap(
                method ->
                    claims(method.tryGetAnnotationOfType(Covers.class), type, method.getName())));
  }

  private static Stream<Claim> claims(Optional<Covers> covers, JavaClass type, String method) {
    return covers.stream()
        .flatMap(found -> Stream.of(found.value()))
        .map(construct -> new Claim(construct, type.getName(), method));
  }

  List<Claim> tests(Construct construct) {
    return of(construct).filter(claim -> !claim.isBenchmark()).toList();
  }

  List<Claim> benchmarks(Construct construct) {
    return of(construct).filter(Claim::isBenchmark).toList();
  }

  private Stream<Claim> of(Construct construct) {
    return claims.stream().filter(claim -> claim.construct() == construct);
  }

  /**
   * A class or a method that covers a construct.
   *
   * @param type the name of the class
   * @param method empty for the whole class
   */
  record Claim(Construct construct, String type, String method) {
    boolean isBenchmark() {
      return type.startsWith("strandbench.bench.") && type.endsWith("Benchmark");
    }
  }
}
