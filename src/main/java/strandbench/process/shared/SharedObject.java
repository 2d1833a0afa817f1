package strandbench.process.shared;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * What several processes share. One process creates it; every other gets it by deserializing it:
 * put it into a field of a task, or send it in whatever other way. It travels as a small handle,
 * and however often that arrives in a process, it becomes the same object there. Whoever has the
 * handle, and is the same user on the same machine, can use the object; so keep it as secret as
 * that.
 *
 * <p><b>Life.</b> The creator's process keeps the object, and must live as long as it is used. Its
 * {@link #close} alone removes it. Then, or when the creator's process ends in any other way,
 * whoever waits is told by a typed exception, in every process; nothing waits for ever. The memory
 * leaves no file behind, whoever is killed. A process that has opened the object keeps it mapped
 * until the creator closes it or ends, and then until the garbage collector finds it unused.
 *
 * <p><b>Death of others.</b> Each process that opens an object keeps a connection to the creator's,
 * by whose end the creator learns of its death, within milliseconds. What that means for what the
 * process held, each class tells.
 *
 * <p><b>Cost.</b> What needs no waiting is a few atomic instructions on the shared memory, without
 * a system call. Whoever has to wait spins for some microseconds where the creator has more than
 * one processor, and then parks, at no cost, until it is woken over the creator's process. An
 * object takes a page of memory or more, and a file descriptor of its creator's.
 *
 * <p>Thread-safe, for platform threads and virtual threads, which park without holding a carrier.
 */
public abstract sealed class SharedObject implements AutoCloseable, Serializable
    permits SharedLock,
        SharedCondition,
        SharedSemaphore,
        SharedEvent,
        SharedQueue,
        SharedLong,
        SharedDouble,
        SharedLongArray,
        SharedDoubleArray,
        SharedMemory {
  private static final long serialVersionUID = 1L;

  private final transient Block block;

  SharedObject(Block block) {
    this.block = block;
  }

  /** Makes an object, and lets others open it. */
  static <T extends SharedObject> T create(String name, long size, Function<Block, T> constructor) {
    T object = constructor.apply(Block.create(name, size));
    OpenObjects.add(object);
    HostLot.own().add(object);
    return object;
  }

  final Block block() {
    return block;
  }

  /** Whether this process created the object. */
  public final boolean isCreator() {
    return block.isOwn();
  }

  /** Whether the creator has closed the object, or has ended, as far as is known here. */
  public final boolean isClosed() {
    return block.end() != null;
  }

  /**
   * Removes the object, if this process created it: nobody can open it any more, and whoever waits
   * for it, in any process, gets an {@link ObjectClosedException}. In other processes this has no
   * effect, nor has it a second time.
   *
   * @throws UncheckedIOException if the operating system refuses to close the memory's file
   */
  @Override
  public final void close() {
    if (isCreator() && HostLot.own().close(block)) {
      OpenObjects.forget(block.id());
      try {
        block.closeFile();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A process has taken up a role; on the creator's side, one call at a time. */
  void takesPart(int member, int role) {}

  /** A process has ended; on the creator's side, one call at a time. */
  void left(int member, long pid, boolean orderly) {}

  /** What is serialized in the object's place. */
  abstract Handle handle();

  final Object writeReplace() {
    return handle();
  }

  /** Only handles are ever serialized. */
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a shared object comes by its handle");
  }

  @Override
  public String toString() {
    return block.toString();
  }
}
