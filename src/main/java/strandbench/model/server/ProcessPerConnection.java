package strandbench.model.server;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import strandbench.process.JvmProcess;
import strandbench.workload.EchoServer;
import strandbench.workload.EchoSession;

/** Starts a JVM for each session, which ends with it. */
final class ProcessPerConnection implements EchoServer.Launcher, RelayedServer.SessionRunner {
  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  private final JvmProcess.Builder settings =
      JvmProcess.builder().daemon(true).startupCache(true).accept(EchoSession.class.getName());
  private final Set<JvmProcess> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

  /** The first start makes the startup cache, for which no client is to wait. */
  ProcessPerConnection() {
    JvmProcess first = settings.start(() -> {});
    try {
      first.join();
    } catch (InterruptedException e) {
      first.kill();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Future<?> launch(EchoSession session) {
    JvmProcess process = settings.unstarted(new Serving(session));
    try {
      process.start();
    } catch (UncheckedIOException e) {
      throw new RejectedExecutionException(e);
    }
    running.add(process);
    return waiting.submit(() -> awaitEnd(process));
  }

  private Void awaitEnd(JvmProcess process) throws InterruptedException {
    try {
      process.join();
    } finally {
      running.remove(process);
    }
    if (process.exitStatus().orElseThrow().code().orElse(1) != 0) {
      throw new IllegalStateException(process.toString());
    }
    return null;
  }

  record Serving(EchoSession session) implements Runnable, Serializable {
    @Override
    public void run() {
      try {
        session.call();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The sessions have ended with their server; a JVM that stays nevertheless is killed. */
  @Override
  public void close() {
    try {
      for (JvmProcess process : running) {
        if (!process.join(END_WITHIN)) {
          process.kill();
        }
      }
    } catch (InterruptedException e) {
      running.forEach(JvmProcess::kill);
      Thread.currentThread().interrupt();
    } finally {
      waiting.close();
    }
  }
}
