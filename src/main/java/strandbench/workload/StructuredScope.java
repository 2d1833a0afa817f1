package strandbench.workload;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The JDK's {@code StructuredTaskScope} that fails with its first failing subtask, reached by
 * method handles: it is a preview in JDK 25, and a class that names it would be marked as one that
 * no other JDK may load. The API itself asks for no flag at run time. The handles are constants,
 * which C2 inlines as it does a call. For the thread that opens it.
 */
public final class StructuredScope implements AutoCloseable {
  private static final MethodHandle JOINER;
  private static final MethodHandle OPEN;
  private static final MethodHandle WITH_THREAD_FACTORY;
  private static final MethodHandle FORK;
  private static final MethodHandle JOIN;
  private static final MethodHandle CLOSE;

  static {
    try {
      String name = "java.util.concurrent.StructuredTaskScope";
      Class<?> scope = Class.forName(name);
      Class<?> joiner = Class.forName(name + "$Joiner");
      Class<?> configuration = Class.forName(name + "$Configuration");
      Class<?> subtask = Class.forName(name + "$Subtask");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      JOINER =
          lookup
              .findStatic(joiner, "awaitAllSuccessfulOrThrow", MethodType.methodType(joiner))
              .asType(MethodType.methodType(Object.class));
      OPEN =
          lookup
              .findStatic(scope, "open", MethodType.methodType(scope, joiner, Function.class))
              .asType(MethodType.methodType(AutoCloseable.class, Object.class, Function.class));
      WITH_THREAD_FACTORY =
          lookup
              .findVirtual(
                  configuration,
                  "withThreadFactory",
                  MethodType.methodType(configuration, ThreadFactory.class))
              .asType(MethodType.methodType(Object.class, Object.class, ThreadFactory.class));
      FORK =
          lookup
              .findVirtual(scope, "fork", MethodType.methodType(subtask, Callable.class))
              .asType(MethodType.methodType(Supplier.class, AutoCloseable.class, Callable.class));
      JOIN =
          lookup
              .findVirtual(scope, "join", MethodType.methodType(Object.class))
              .asType(MethodType.methodType(Object.class, AutoCloseable.class));
      CLOSE =
          lookup
              .findVirtual(scope, "close", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, AutoCloseable.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AutoCloseable scope;

  private StructuredScope(AutoCloseable scope) {
    this.scope = scope;
  }

  /** Opens a scope whose subtasks run in threads of that factory. */
  public static StructuredScope open(ThreadFactory threads) throws Exception {
    Function<Object, Object> configure = configuration -> with(configuration, threads);
    try {
      return new StructuredScope((AutoCloseable) OPEN.invokeExact(JOINER.invokeExact(), configure));
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  private static Object with(Object configuration, ThreadFactory threads) {
    try {
      return (Object) WITH_THREAD_FACTORY.invokeExact(configuration, threads);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a subtask; its answer may be asked for after the join. */
  @SuppressWarnings("unchecked")
  public <T> Supplier<T> fork(Callable<T> task) throws Exception {
    try {
      return (Supplier<T>) (Supplier<?>) FORK.invokeExact(scope, task);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /** Waits for all subtasks; throws if one has failed. */
  public void join() throws Exception {
    try {
      Object unused = JOIN.invokeExact(scope);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  @Override
  public void close() {
    try {
      CLOSE.invokeExact(scope);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Exception thrown(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case Exception exception -> exception;
      default -> new IllegalStateException(e);
    };
  }
}
