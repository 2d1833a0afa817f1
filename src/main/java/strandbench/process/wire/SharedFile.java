package strandbench.process.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Memory that several processes of one user map: a file in {@code /dev/shm} (where there is none,
 * in the {@linkplain Scratch scratch directory}), which is unlinked before {@link #create} returns.
 * So nothing is left of it however its processes end; while its creator holds it open, others find
 * it through {@code /proc}. On a system without {@code /proc} the file keeps its name until {@link
 * #close}.
 *
 * <p>Thread-safe. The memory is, as memory is, up to its users.
 */
public final class SharedFile implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Path OWN_FILES = Path.of("/proc/self/fd");
  private static final int BLOCK = 1 << 16;

  /** Not by who only opens: a child would pay for it at its start. */
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final String reference;
  private final Path named;

  private SharedFile(Path path, long size) throws IOException {
    this.channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String open = openFile(path);
    this.reference = open == null ? path.toString() : open;
    this.named = open == null ? path : null;
    try {
      fill(size);
      this.memory = channel.map(MapMode.READ_WRITE, 0, size, arena);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    } finally {
      if (named == null) {
        Scratch.remove(path);
      }
    }
  }

  /**
   * Makes memory that holds zeros.
   *
   * @param size in bytes
   * @throws IOException if there is no room for it; nothing is left behind then
   */
  public static SharedFile create(long size) throws IOException {
    boolean inMemory = Files.isWritable(MEMORY);
    if (inMemory && !SWEPT.getAndSet(true)) {
      Scratch.sweep(MEMORY);
    }
    Path path = inMemory ? MEMORY.resolve(OwnedName.next()) : Scratch.newPath();
    long room = Files.getFileStore(path.getParent()).getUsableSpace();
    if (room < size) {
      throw noRoom(path.getParent(), size, "it has " + room + " left", null);
    }
    try {
      return new SharedFile(path, size);
    } catch (IOException e) {
      throw noRoom(path.getParent(), size, e.getMessage(), e);
    }
  }

  private static IOException noRoom(Path directory, long size, String reason, IOException cause) {
    return new IOException(
        "no " + size + " bytes of shared memory to be had in " + directory + ": " + reason, cause);
  }

  /**
   * Maps memory that another process has made, or this one.
   *
   * @param reference as its creator's {@link #reference()} tells it
   * @param size in bytes, as it was created
   * @param arena until when it is mapped
   * @throws IOException if its creator has closed it or ended, or is another user's
   */
  public static MemorySegment open(String reference, long size, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(Path.of(reference), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < size) {
        throw new IOException(reference + " is shorter than the memory that it should hold");
      }
      return channel.map(MapMode.READ_WRITE, 0, size, arena);
    }
  }

  /** Written, not only sized: a disk that is full says so here, not later by a SIGBUS. */
  private void fill(long size) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, BLOCK));
    for (long written = 0; written < size; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), size - written));
      written += channel.write(zeros, written);
    }
  }

  /** Under which name others can open what this process has open; null where that can't be told. */
  private static String openFile(Path path) {
    if (!Files.isDirectory(OWN_FILES)) {
      return null;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(OWN_FILES)) {
      for (Path each : all) {
        if (isLinkTo(each, path)) {
          return "/proc/" + ProcessHandle.current().pid() + "/fd/" + each.getFileName();
        }
      }
    } catch (IOException e) {
      // As if there were no /proc.
    }
    return null;
  }

  private static boolean isLinkTo(Path link, Path target) {
    try {
      return Files.readSymbolicLink(link).equals(target);
    } catch (IOException e) {
      // Closed by another thread meanwhile.
      return false;
    }
  }

  public MemorySegment memory() {
    return memory;
  }

  /** By which {@link #open} finds it while this is open. */
  public String reference() {
    return reference;
  }

  /** Unmaps it here; who has it mapped elsewhere keeps it. */
  @Override
  public void close() throws IOException {
    if (named != null) {
      Scratch.remove(named);
    }
    channel.close();
    arena.close();
  }
}
