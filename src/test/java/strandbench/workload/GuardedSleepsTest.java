package strandbench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedSleepsTest {
  @ParameterizedTest
  @EnumSource
  void everyThreadIsInsideAsOftenAsItShould(SectionKind guard) throws Exception {
    GuardedSleeps sleeps = new GuardedSleeps(guard, 3, 5, 1);

    assertThat(sleeps.call()).isEqualTo(sleeps.expected()).isEqualTo(15);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsInsideIsDoneOnceAPassage(SectionKind guard) throws Exception {
    AtomicInteger done = new AtomicInteger();
    SectionKind.Section section = guard.open();

    section.pass(done::incrementAndGet);
    section.pass(done::incrementAndGet);

    assertThat(done).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource
  void aFailureInsideComesOutAndTheSectionCanBePassedAgain(SectionKind guard) throws Exception {
    SectionKind.Section section = guard.open();

    assertThatThrownBy(
            () ->
                section.pass(
                    () -> {
                      throw new InterruptedException("inside");
                    }))
        .isInstanceOf(InterruptedException.class)
        .hasMessage("inside");

    AtomicInteger done = new AtomicInteger();
    section.pass(done::incrementAndGet);
    assertThat(done).hasValue(1);
  }

  /** The first frames tell the guards apart. */
  @Test
  void theNativeFrameIsCalledByC() throws Exception {
    List<String> classes = new ArrayList<>();

    SectionKind.NATIVE_FRAME
        .open()
        .pass(
            () ->
                StackWalker.getInstance()
                    .forEach(
                        frame -> classes.add(frame.getClassName() + "." + frame.getMethodName())));

    assertThat(classes)
        .containsSubsequence(
            "strandbench.workload.NativeFrame.compare", "strandbench.workload.NativeFrame.run");
  }

  @Test
  void theSynchronizedSectionHoldsItsMonitor() throws Exception {
    SectionKind.Section section = SectionKind.SYNCHRONIZED.open();
    boolean[] held = new boolean[1];

    section.pass(() -> held[0] = Thread.holdsLock(section));

    assertThat(held[0]).isTrue();
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> new GuardedSleeps(SectionKind.SYNCHRONIZED, 1, 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sleepMillis -1");
  }
}
