package strandbench.bench;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is needed of {@code java.util.concurrent.StructuredTaskScope}, a preview API of JDK 25. It
 * is reached by method handles: a class that names it is marked as one of that JDK's preview, and
 * no later JDK loads it. The API itself asks for no flag at run time. The handles are constants,
 * which C2 inlines as it does a call.
 */
final class TaskScope implements AutoCloseable {
  private static final Supplier<Object> OPEN;
  private static final BiFunction<Object, Callable<Long>, Object> FORK;
  private static final Consumer<Object> JOIN;
  private static final Function<Object, Long> GET;
  private static final Consumer<Object> CLOSE;

  static {
    try {
      Class<?> scope = Class.forName("java.util.concurrent.StructuredTaskScope");
      Class<?> subtask = Class.forName(scope.getName() + "$Subtask");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      OPEN = as(Supplier.class, lookup.findStatic(scope, "open", MethodType.methodType(scope)));
      FORK =
          as(
              BiFunction.class,
              lookup.findVirtual(scope, "fork", MethodType.methodType(subtask, Callable.class)));
      JOIN =
          as(
              Consumer.class,
              lookup.findVirtual(scope, "join", MethodType.methodType(Object.class)));
      GET =
          as(
              Function.class,
              lookup.findVirtual(subtask, "get", MethodType.methodType(Object.class)));
      CLOSE =
          as(Consumer.class, lookup.findVirtual(scope, "close", MethodType.methodType(void.class)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("StructuredTaskScope is not what it is in JDK 25", e);
    }
  }

  /** The callers above give each field the type that its method has. */
  @SuppressWarnings("unchecked")
  private static <T> T as(Class<? super T> type, MethodHandle method) {
    return (T) MethodHandleProxies.asInterfaceInstance(type, method);
  }

  private final Object scope;

  private TaskScope(Object scope) {
    this.scope = scope;
  }

  /** Opens a scope, which the opening thread alone forks in, joins and closes. */
  static TaskScope open() {
    return new TaskScope(OPEN.get());
  }

  /** Runs a task in a virtual thread of the scope; its result is there once {@link #join} is. */
  Supplier<Long> fork(Callable<Long> task) {
    Object subtask = FORK.apply(scope, task);
    return () -> GET.apply(subtask);
  }

  /** Waits until all tasks have ended; throws, with the cause, when one has failed. */
  void join() {
    JOIN.accept(scope);
  }

  @Override
  public void close() {
    CLOSE.accept(scope);
  }
}
