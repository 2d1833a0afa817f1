package strandbench.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The classes of this package, of tests and all, as a jar. */
final class Jars {
  private Jars() {}

  static Path ofThisPackage(Path jar) throws IOException, URISyntaxException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Class<?> each : new Class<?>[] {JvmProcess.class, Jars.class}) {
        Path root = Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> all = Files.walk(root.resolve("strandbench/process"))) {
          all.filter(Files::isRegularFile).sorted().forEach(path -> add(root, path, out));
        }
      }
    }
    return jar;
  }

  private static void add(Path root, Path path, JarOutputStream out) {
    try {
      out.putNextEntry(new JarEntry(root.relativize(path).toString()));
      Files.copy(path, out);
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
