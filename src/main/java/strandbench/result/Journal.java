package strandbench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal, open for appending: one line per entry (of {@code journal.jsonl}, a fork), synced to
 * the disk as it is made. The file is locked while it is open, so that two runs can't write to one
 * journal. Not thread-safe.
 */
public final class Journal implements Closeable {
  private static final ObjectWriter LINE =
      Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final FileChannel channel;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a journal, new or old, to append to it. What it holds is not touched; half a line that a
   * kill left at its end is closed with a line end, and skipped by {@link #read}.
   *
   * @throws UnusableInputException if it can't be written, or another process has it open
   */
  public static Journal open(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new UnusableInputException(file.getParent() + ": that run is still alive");
      }
      Journal journal = new Journal(file, channel);
      channel.position(channel.size());
      if (!journal.endsWithLine()) {
        journal.write("\n");
      }
      return journal;
    } catch (IOException e) {
      throw new UnusableInputException(file + ": can't be written: " + e, e);
    }
  }

  private boolean endsWithLine() throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() == 0
        || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == (byte) '\n');
  }

  /** Appends an entry; when this returns, it is on the disk. */
  public void append(Record entry) throws IOException {
    write(LINE.writeValueAsString(entry) + "\n");
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /** The forks of a {@code journal.jsonl}, as {@link #read(Path, Class)} reads them. */
  public static List<ForkEntry> read(Path file) {
    return read(file, ForkEntry.class);
  }

  /**
   * Reads every whole line. A line that is no JSON is what a kill in mid-write left, and is
   * skipped.
   *
   * @throws UnusableInputException if the file can't be read, or a whole line is no {@code type}
   */
  public static <T extends Record> List<T> read(Path file, Class<T> type) {
    List<T> entries = new ArrayList<>();
    try {
      for (String line : lines(file)) {
        if (isJson(line)) {
          entries.add(Json.MAPPER.readValue(line, type));
        }
      }
    } catch (JsonProcessingException e) {
      throw new UnusableInputException(
          file + ": entry " + (entries.size() + 1) + ": " + Json.oneLine(e), e);
    } catch (IOException e) {
      throw UnusableInputException.unreadable(file, e);
    }
    return entries;
  }

  /**
   * The lines of a journal, and half a line if a kill left one at the end. Half a character, which
   * it may have left as well, is no reason to complain: a replacement character stands for it.
   */
  public static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static boolean isJson(String line) {
    try {
      return Json.MAPPER.readTree(line).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
