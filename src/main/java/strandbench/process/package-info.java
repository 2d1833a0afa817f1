/**
 * JVM processes, and a pool of them that is an {@link java.util.concurrent.ExecutorService}: what
 * Python has in {@code multiprocessing} and {@code concurrent.futures}, and the JDK lacks. Imports
 * nothing but the JDK.
 *
 * <p>{@link strandbench.process.JvmProcess} runs a task in a process; {@link
 * strandbench.process.ProcessPool} is the pool; {@link strandbench.process.JvmCommand} and {@link
 * strandbench.process.ChildJvm} start any other child JVM, and {@link
 * strandbench.process.StartupCache} has them start faster. What they share: a child leads a {@code
 * ProcessGroup}, ends with its parent by its {@code ParentWatch}, and tells an exit code from a
 * signal by its {@code ExitNote}; {@code DaemonJvm} knows whether it may have children.
 *
 * <p>Inside the pool, from the bottom up: {@code wire} carries frames, {@code Message} says which
 * there are, {@code Codec} of {@code wire} puts objects into them, {@code WorkerProcess} is a
 * worker's life as the pool sees it and {@code WorkerMain} as the worker lives it, {@code PoolTask}
 * is a task with its future.
 */
package strandbench.process;
