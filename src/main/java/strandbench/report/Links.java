package strandbench.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Links from one file to another: relative, so that both can be moved together. */
final class Links {
  private Links() {}

  /**
   * A link to a file or a directory.
   *
   * @param from the directory of what links
   */
  static String relative(Path from, Path to) {
    String path = path(from, to).replace('\\', '/');
    try {
      return new URI(null, null, path.startsWith(".") ? path : "./" + path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no link: " + path, e);
    }
  }

  /** The same as a path for a shell. */
  static String path(Path from, Path to) {
    return absolute(from).relativize(absolute(to)).toString();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
