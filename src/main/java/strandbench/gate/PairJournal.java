package strandbench.gate;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import strandbench.result.BenchmarkKey;
import strandbench.result.Journal;
import strandbench.result.Json;
import strandbench.result.UnusableInputException;

/**
 * What a gate keeps in its directory as it goes on, and finds there when it is carried on: {@code
 * pairs.jsonl}, every pair, on the disk the moment it was measured, and {@code settled.json}, the
 * number of pairs that its looks were limited to. Used by one thread.
 */
public final class PairJournal implements Closeable {
  static final String FILE = "pairs.jsonl";
  static final String SETTLED_FILE = "settled.json";

  private final Path directory;
  private final Journal journal;
  private final Map<Place, PairEntry> before = new HashMap<>();
  private int lastRound;
  private double secondsBefore;

  /** Where a pair belongs; a gate measures none there twice. */
  private record Place(int round, Role role, BenchmarkKey key) {
    static Place of(PairEntry pair) {
      return new Place(pair.round(), pair.role(), pair.key());
    }
  }

  /**
   * What may not be chosen once scores were seen.
   *
   * @param mostPairs of a benchmark
   */
  private record Settled(int mostPairs) {
    Settled {
      if (GateRules.of(0).lastLook(mostPairs).isEmpty()) {
        throw new UnusableInputException("no look has so few pairs: " + mostPairs);
      }
    }
  }

  private PairJournal(Path directory, Journal journal) {
    this.directory = directory;
    this.journal = journal;
  }

  /**
   * Opens what is in a directory, or begins it.
   *
   * @throws UnusableInputException if a gate has it open, or it can't be read or written
   */
  public static PairJournal open(Path directory) {
    Path file = directory.resolve(FILE);
    PairJournal opened = new PairJournal(directory, Journal.open(file));
    for (PairEntry pair : opened.read(file)) {
      opened.before.put(Place.of(pair), pair);
      opened.lastRound = Math.max(opened.lastRound, pair.round());
    }
    return opened;
  }

  private List<PairEntry> read(Path file) {
    try {
      return Journal.read(file, PairEntry.class);
    } catch (UnusableInputException e) {
      try {
        close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Whether pairs are left that were measured before and not taken yet. */
  boolean hasBefore() {
    return !before.isEmpty();
  }

  /** Whether {@link #take} has a pair. */
  boolean has(int round, Role role, BenchmarkKey key) {
    return before.containsKey(new Place(round, role, key));
  }

  /** The pair that an earlier run has measured there, if it has; once. */
  Optional<PairEntry> take(int round, Role role, BenchmarkKey key) {
    Optional<PairEntry> pair = Optional.ofNullable(before.remove(new Place(round, role, key)));
    pair.ifPresent(taken -> secondsBefore += taken.base().seconds() + taken.head().seconds());
    return pair;
  }

  /** Wall time of all that was taken. */
  double secondsBefore() {
    return secondsBefore;
  }

  /** The last round of which there was a pair; 0 if there was none. */
  int lastRound() {
    return lastRound;
  }

  /** Adds a pair; when this returns, it is on the disk. */
  void append(PairEntry pair) throws IOException {
    journal.append(pair);
  }

  /**
   * What an earlier run has settled, if it came so far.
   *
   * @throws UnusableInputException if it can't be read
   */
  OptionalInt mostPairs() {
    Path file = directory.resolve(SETTLED_FILE);
    return Files.exists(file)
        ? OptionalInt.of(Json.read(file, Settled.class).mostPairs())
        : OptionalInt.empty();
  }

  /** Keeps it for a later one. */
  void settle(int mostPairs) {
    Json.write(directory.resolve(SETTLED_FILE), new Settled(mostPairs));
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
