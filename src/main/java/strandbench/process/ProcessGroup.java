package strandbench.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The process group that a child JVM leads: what it starts belongs to it, unless it leaves. The
 * child gets it from {@code setsid}, and is then in a session of its own as well, out of reach of a
 * terminal's Ctrl-C. Its members are found in {@code /proc}.
 *
 * <p>Where one of the two is missing, the descendants stand in for the group; those whose parent
 * has ended can't be found then.
 *
 * <p>Thread-safe.
 */
final class ProcessGroup {
  private static final File PROCESSES = new File("/proc");
  private static final String SETSID = findSetsid();
  private static final int LONGEST_STAT = 512;
  private static final int MAX_ROUNDS = 200;

  private ProcessGroup() {}

  private static String findSetsid() {
    String path = System.getenv("PATH");
    if (path != null && new File(PROCESSES, "self/stat").canRead()) {
      for (String directory : path.split(File.pathSeparator, -1)) {
        File file = new File(directory, "setsid");
        if (file.isAbsolute() && file.canExecute()) {
          return file.getPath();
        }
      }
    }
    return null;
  }

  /**
   * The command that starts another one as the leader of a group of its own, under the same process
   * id: {@code setsid} forks only where its caller leads a group already, and a process that has
   * just been started doesn't.
   */
  static List<String> led(List<String> command) {
    if (SETSID == null) {
      return command;
    }
    List<String> words = new ArrayList<>(command.size() + 1);
    words.add(SETSID);
    words.addAll(command);
    return words;
  }

  /** Kills a child, and where its group could not be found afterwards, its descendants. */
  static void kill(Process leader) {
    List<ProcessHandle> descendants = SETSID == null ? leader.descendants().toList() : List.of();
    // By its handle, which leaves the pipes open: what the child has printed is still in them.
    leader.toHandle().destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * Kills what is left of a group whose leader has ended. Returns when nothing is left.
   *
   * @param leader its process id
   */
  static void killRest(long leader) {
    // A number that is taken again has been given to a stranger: while one process was left in the
    // group, the system wouldn't have done that.
    if (SETSID != null && groupOf(leader) < 0) {
      killMembers(leader, leader);
    }
  }

  /**
   * Kills all processes of this one's group, if it leads one, perhaps with this one; if not, its
   * descendants. Child JVMs, which lead groups of their own, see this JVM's end and clean up behind
   * it.
   */
  static void killOwn() {
    ProcessHandle self = ProcessHandle.current();
    if (groupOf(self.pid()) == self.pid()) {
      killMembers(self.pid(), self.pid());
      return;
    }
    self.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * One by one, which needs nothing but memory, then at one stroke, which a member that forks in
   * between can't escape. A chain of processes each of which is gone before it is looked at may not
   * be found.
   */
  private static void killMembers(long group, long except) {
    for (int round = 0; round < MAX_ROUNDS && killEach(group, except); round++) {
      killAtOneStroke(group);
    }
  }

  /** Whether there was any. */
  private static boolean killEach(long group, long except) {
    boolean found = false;
    String[] names = PROCESSES.list();
    for (String name : names == null ? new String[0] : names) {
      long pid = number(name);
      if (pid > 0 && pid != except && groupOf(pid) == group) {
        found = true;
        kill(pid, group);
      }
    }
    return found;
  }

  /** The JDK sends no signals to groups; a shell does. */
  private static void killAtOneStroke(long group) {
    ProcessBuilder shell =
        new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + group)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      shell.start().waitFor();
    } catch (IOException e) {
      // Then one by one has to do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks again with the handle in hand: the handle knows when its process began. */
  private static void kill(long pid, long group) {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process != null && groupOf(pid) == group) {
      process.destroyForcibly();
    }
  }

  private static long number(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(name);
  }

  /** The group of a process, negative if there is no such process, or only its zombie. */
  static long groupOf(long pid) {
    byte[] stat = new byte[LONGEST_STAT];
    int length;
    try (FileInputStream in = new FileInputStream(PROCESSES + "/" + pid + "/stat")) {
      length = in.read(stat);
    } catch (IOException e) {
      return -1;
    }
    // PID (NAME) STATE PPID PGRP ...; the name may hold anything, also spaces and parentheses.
    String text = new String(stat, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
    String[] fields = text.substring(text.lastIndexOf(')') + 1).trim().split(" ", 4);
    boolean isDead = fields.length < 4 || fields[0].equals("Z") || fields[0].equals("X");
    return isDead ? -1 : Long.parseLong(fields[2]);
  }
}
