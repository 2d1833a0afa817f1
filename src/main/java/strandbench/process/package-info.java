/**
 * JVM processes, and a pool of them that is an {@link java.util.concurrent.ExecutorService}: what
 * Python has in {@code multiprocessing} and {@code concurrent.futures}, and the JDK lacks. Imports
 * nothing but the JDK.
 *
 * <p>{@link strandbench.process.ProcessPool} is the pool; {@link strandbench.process.JvmCommand}
 * and {@link strandbench.process.ChildJvm} start any other child JVM. Inside, from the bottom up:
 * {@code FrameTransport} carries messages, {@code Message} says which there are, {@code Serialized}
 * puts objects into them, {@code WorkerProcess} is a worker's life as the pool sees it and {@code
 * WorkerMain} as the worker lives it, {@code PoolTask} is a task with its future.
 */
package strandbench.process;
