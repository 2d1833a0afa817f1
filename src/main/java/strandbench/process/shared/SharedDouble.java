package strandbench.process.shared;

import java.util.function.DoubleUnaryOperator;

/**
 * A {@code double} that several processes share: what a {@code volatile double} is between the
 * threads of one, and atomic updates besides. Each method is atomic by itself. A {@link #get} and a
 * {@link #set} that follows it are not, together: between them another process may write, and its
 * update is lost. Hold a {@link SharedLock} around both, or use {@link #getAndAdd} and its like.
 *
 * <pre>{@code
 * SharedDouble total = SharedDouble.create(0.0);
 * record Add(SharedDouble total) implements Runnable, Serializable {
 *   public void run() {
 *     total.addAndGet(0.5);
 *   }
 * }
 * pool.submit(new Add(total)).get();
 * }</pre>
 *
 * <p>Memory effects are those of a volatile variable. After {@link #close} nobody can open the
 * value any more; a process that has it keeps it, and can go on using it.
 */
public final class SharedDouble extends SharedObject {
  private static final long serialVersionUID = 1L;

  SharedDouble(Block block) {
    super(block);
  }

  /**
   * Creates one.
   *
   * @throws java.io.UncheckedIOException if there is no room for it
   */
  public static SharedDouble create(double value) {
    SharedDouble created = create("double", Block.START + Long.BYTES, SharedDouble::new);
    created.set(value);
    return created;
  }

  public double get() {
    return Double.longBitsToDouble(block().get(Block.START));
  }

  public void set(double newValue) {
    block().set(Block.START, Double.doubleToRawLongBits(newValue));
  }

  /** Sets the value; returns the one before. */
  public double getAndSet(double newValue) {
    return Double.longBitsToDouble(
        block().getAndSet(Block.START, Double.doubleToRawLongBits(newValue)));
  }

  /**
   * Sets the value if it is the expected one.
   *
   * @return whether it was. They are compared by their bits: a NaN equals itself, 0.0 is not -0.0
   */
  public boolean compareAndSet(double expected, double newValue) {
    return block()
        .compareAndSet(
            Block.START,
            Double.doubleToRawLongBits(expected),
            Double.doubleToRawLongBits(newValue));
  }

  /** Adds; returns the value before. */
  public double getAndAdd(double delta) {
    return getAndUpdate(value -> value + delta);
  }

  /** Adds; returns the value after that. */
  public double addAndGet(double delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Sets the value to what a function makes of it; returns the one before.
   *
   * @param update without side effects, as it is called again where another was quicker
   */
  public double getAndUpdate(DoubleUnaryOperator update) {
    while (true) {
      double value = get();
      if (compareAndSet(value, update.applyAsDouble(value))) {
        return value;
      }
    }
  }

  /**
   * Sets the value to what a function makes of it; returns that.
   *
   * @param update without side effects, as it is called again where another was quicker
   */
  public double updateAndGet(DoubleUnaryOperator update) {
    while (true) {
      double value = get();
      double next = update.applyAsDouble(value);
      if (compareAndSet(value, next)) {
        return next;
      }
    }
  }

  @Override
  Handle handle() {
    return Handle.of(Handle.Kind.DOUBLE, block(), null);
  }

  /** The value. */
  @Override
  public String toString() {
    return Double.toString(get());
  }
}
