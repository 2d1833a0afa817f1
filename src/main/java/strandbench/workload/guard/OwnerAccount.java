package strandbench.workload.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import strandbench.workload.ThreadKind;

/**
 * Belongs to one thread behind a queue, which does for a contender what it asks for; the contender
 * waits until it is done. The wait that is sampled ends when the owner begins.
 */
final class OwnerAccount implements Account {
  private final ExecutorService owner;
  private final Ledger ledger = new Ledger();

  OwnerAccount(ThreadKind thread) {
    this.owner = Executors.newSingleThreadExecutor(thread.factory());
  }

  @Override
  public void pass(Contender self, boolean reads) {
    self.asks();
    CompletableFuture.runAsync(
            () -> {
              self.enters();
              ledger.pass(self, reads);
            },
            owner)
        .join();
  }

  @Override
  public long balance() {
    return ledger.balance();
  }

  @Override
  public long updates() {
    return ledger.updates();
  }

  @Override
  public void close() {
    owner.close();
  }
}
