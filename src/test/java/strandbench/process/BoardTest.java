package strandbench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * A stress, and a model, in place of jcstress: that wants JVMs of its own, for minutes, where the
 * one word of the board has few states, which two threads pass through a million times here.
 */
class BoardTest {
  private static Board board() {
    return new Board(Arena.ofAuto().allocate(Board.SIZE, Long.BYTES).asByteBuffer());
  }

  /** One starts tasks in order, the other takes back: each task goes to one of them exactly. */
  @Example
  void aTaskIsEitherStartedOrTakenBack() throws Exception {
    int tasks = 1_000_000;
    int batch = 16;
    Board board = board();
    CyclicBarrier both = new CyclicBarrier(2);
    CompletableFuture<BitSet> started = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> startAll(board, tasks, batch, both, started));
    BitSet takenBack = new BitSet();
    for (int sent = batch; sent <= tasks; sent += batch) {
      both.await(30, TimeUnit.SECONDS);
      for (int i = 0; i < sent % 61; i++) {
        Thread.onSpinWait();
      }
      long last = board.takeBack(sent);
      assertThat(last).isBetween(0L, (long) sent);
      takenBack.set(Math.max((int) last, sent - batch) + 1, sent + 1);
      both.await(30, TimeUnit.SECONDS);
    }
    BitSet all = started.get(30, TimeUnit.SECONDS);
    assertThat(all.intersects(takenBack)).isFalse();
    assertThat(all.cardinality() + takenBack.cardinality()).isEqualTo(tasks);
    assertThat(all.cardinality()).as("the race was one").isBetween(1, tasks - 1);
  }

  private static void startAll(
      Board board, int tasks, int batch, CyclicBarrier both, CompletableFuture<BitSet> result) {
    try {
      BitSet started = new BitSet();
      for (int sent = batch; sent <= tasks; sent += batch) {
        both.await(30, TimeUnit.SECONDS);
        for (int task = sent - batch + 1; task <= sent; task++) {
          if (board.start(task)) {
            started.set(task);
          }
        }
        both.await(30, TimeUnit.SECONDS);
      }
      result.complete(started);
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  @Property(tries = 500)
  void behavesAsTwoNumbers(@ForAll List<@IntRange(min = -3, max = 5) Integer> steps) {
    Board board = board();
    long next = 1;
    long started = 0;
    long takenBack = 0;
    for (int step : steps) {
      if (step <= 0) {
        long sent = Math.max(takenBack, next - 1 - step);
        assertThat(board.takeBack(sent)).isEqualTo(started);
        takenBack = sent;
      } else {
        next += step;
        assertThat(board.start(next)).isEqualTo(next > takenBack);
        started = next > takenBack ? next : started;
      }
      assertThat(board.started()).isEqualTo(started);
    }
  }

  @Example
  void theHighestNumberFits() {
    Board board = board();
    assertThat(board.takeBack(Board.LAST_SEQUENCE - 1)).isZero();
    assertThat(board.start(Board.LAST_SEQUENCE - 1)).isFalse();
    assertThat(board.start(Board.LAST_SEQUENCE)).isTrue();
    assertThat(board.takeBack(Board.LAST_SEQUENCE)).isEqualTo(Board.LAST_SEQUENCE);
  }

  @Example
  void theExitAndTheSpinningAreNotedApart() {
    Board board = board();
    assertThat(board.exiting()).isFalse();
    board.allowSpin(50_000);
    board.noteExit();
    assertThat(board.exiting()).isTrue();
    assertThat(board.spinNanos()).isEqualTo(50_000);
    assertThat(board.started()).isZero();
  }
}
