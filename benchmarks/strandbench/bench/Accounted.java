package strandbench.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import strandbench.account.Account;

/**
 * What every benchmark is: one that tells the account of its process tree when an iteration's work
 * begins and ends. JMH's profilers are called before the set-up and after the tear-down of a trial,
 * which cost many times what an operation does. Costs nothing where no account is kept.
 */
@State(Scope.Benchmark)
public abstract class Accounted {

  @Setup(Level.Iteration)
  public void beginAccount() {
    Account.begin();
  }

  @TearDown(Level.Iteration)
  public void endAccount() {
    Account.end();
  }
}
