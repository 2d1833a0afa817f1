package strandbench.process.shared;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import strandbench.process.wire.Hub;
import strandbench.process.wire.Scratch;

/**
 * A manager's own JVM. It reads two lines on standard input, its creator's scratch directory and
 * what keys may be, prints its address, and ends when standard input ends: with the line {@link
 * #CLOSE} before that its creator has closed it, without it its creator is dead, and the directory
 * is removed.
 */
final class ManagerMain {
  static final String ADDRESS = "manager ";
  static final String CLOSE = "close";

  private ManagerMain() {}

  public static void main(String[] arguments) {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean asked = false;
    String creator = null;
    try {
      creator = in.readLine();
      String rules = in.readLine();
      if (rules != null) {
        Hub.Address address = new ManagerServer(rules).address();
        System.out.println(ADDRESS + address.token() + " " + address.socket());
        asked = CLOSE.equals(in.readLine());
      }
    } catch (IOException e) {
      // As good as the end.
    }
    if (creator != null) {
      Scratch.removeOwn();
      if (!asked) {
        Scratch.remove(Path.of(creator));
      }
    }
    Runtime.getRuntime().halt(0);
  }
}
