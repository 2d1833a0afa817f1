package strandbench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * What {@code --version} says: the version, the commit that was built if that is known, the JDK.
 */
final class Version implements IVersionProvider {
  /** Written by the build. */
  private static final String FILE = "commit.properties";

  @Override
  public String[] getVersion() {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String[] {
      "Strandbench " + of(build),
      "JDK "
          + System.getProperty("java.runtime.version")
          + ", "
          + System.getProperty("java.vendor")
          + " ("
          + System.getProperty("java.home")
          + ")"
    };
  }

  private static String of(Properties build) {
    String version = build.getProperty("git.build.version", "of unknown version");
    String commit = build.getProperty("git.commit.id.abbrev", "");
    String changes = build.getProperty("git.dirty", "false").equals("true") ? " with changes" : "";
    return commit.isEmpty() ? version : version + " (commit " + commit + changes + ")";
  }
}
