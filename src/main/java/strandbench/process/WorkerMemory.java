package strandbench.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import strandbench.process.wire.Ring;
import strandbench.process.wire.SharedFile;

/**
 * The memory that one worker shares with its pool: the board, then a ring each way, where there are
 * rings.
 *
 * @param file the pool's; null in the worker
 * @param ringCapacity in bytes, 0 for none
 */
record WorkerMemory(SharedFile file, MemorySegment memory, int ringCapacity)
    implements AutoCloseable {
  private static final long BOARD_SPACE = 4096;

  /** The pool's side. */
  static WorkerMemory create(int ringCapacity) throws IOException {
    SharedFile file = SharedFile.create(size(ringCapacity));
    return new WorkerMemory(file, file.memory(), ringCapacity);
  }

  /** The worker's side. */
  static WorkerMemory open(String reference, int ringCapacity) throws IOException {
    return new WorkerMemory(
        null, SharedFile.open(reference, size(ringCapacity), Arena.global()), ringCapacity);
  }

  private static long size(int ringCapacity) {
    return BOARD_SPACE + (ringCapacity == 0 ? 0 : 2 * Ring.size(ringCapacity));
  }

  Board board() {
    return new Board(memory.asSlice(0, Board.SIZE));
  }

  Ring toWorker() {
    return new Ring(memory.asSlice(BOARD_SPACE, Ring.size(ringCapacity)), ringCapacity);
  }

  Ring toPool() {
    long size = Ring.size(ringCapacity);
    return new Ring(memory.asSlice(BOARD_SPACE + size, size), ringCapacity);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
