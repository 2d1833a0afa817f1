package strandbench.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import strandbench.process.wire.Ring;
import strandbench.process.wire.SharedFile;

/**
 * The memory that one worker shares with its pool: the board, then a ring each way, where there are
 * rings.
 *
 * @param file the pool's; null in the worker
 * @param memory as a buffer, which a worker has sooner than the handles of a segment's layouts
 * @param ringCapacity in bytes, 0 for none
 */
record WorkerMemory(SharedFile file, ByteBuffer memory, int ringCapacity) implements AutoCloseable {
  private static final int BOARD_SPACE = 4096;

  /** The pool's side. */
  static WorkerMemory create(int ringCapacity) throws IOException {
    SharedFile file = SharedFile.create(size(ringCapacity));
    return new WorkerMemory(file, file.memory().asByteBuffer(), ringCapacity);
  }

  /** The worker's side. */
  static WorkerMemory open(String reference, int ringCapacity) throws IOException {
    ByteBuffer memory =
        SharedFile.open(reference, size(ringCapacity), Arena.global()).asByteBuffer();
    return new WorkerMemory(null, memory, ringCapacity);
  }

  private static int size(int ringCapacity) {
    return BOARD_SPACE + (ringCapacity == 0 ? 0 : 2 * Ring.size(ringCapacity));
  }

  Board board() {
    return new Board(memory.slice(0, Board.SIZE));
  }

  Ring toWorker() {
    return new Ring(memory.slice(BOARD_SPACE, Ring.size(ringCapacity)), ringCapacity);
  }

  Ring toPool() {
    int size = Ring.size(ringCapacity);
    return new Ring(memory.slice(BOARD_SPACE + size, size), ringCapacity);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
