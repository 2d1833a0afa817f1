package strandbench.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private long now = Long.MAX_VALUE - 150; // The clock wraps during these tests.
  private final Answers<String> answers = new Answers<>(() -> now);

  @Test
  void givesOutWhatIsDueAndNothingBefore() {
    answers.add(100, "b");
    answers.add(200, "c");
    answers.add(50, "a");
    answers.add(100, "b2");
    assertThat(answers.untilNext()).isEqualTo(50);
    now += 49;
    assertThat(answers.due()).isEmpty();
    now += 1;
    assertThat(due()).containsExactly("a");
    now += 149;
    assertThat(due()).containsExactly("b", "b2");
    assertThat(answers.untilNext()).isEqualTo(1);
    now += 1;
    assertThat(due()).containsExactly("c");
    assertThat(answers.untilNext()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void latenessIsFromDueUntilSent() {
    answers.add(100, "a");
    answers.add(300, "b");
    now += 110;
    var a = answers.due().remove();
    now += 5;
    answers.sent(a);
    now += 185;
    answers.sent(answers.due().remove());
    assertThat(answers.requests()).isEqualTo(2);
    assertThat(answers.answers()).isEqualTo(2);
    assertThat(answers.latenessNanos()).isEqualTo(15);
    assertThat(answers.maxLatenessNanos()).isEqualTo(15);
  }

  @Test
  void backlogIsWhatIsDueAndNotWithItsSocket() {
    List.of("a", "b", "c").forEach(content -> answers.add(100, content));
    answers.add(500, "not due");
    assertThat(answers.backlog()).isZero();
    now += 130;
    assertThat(answers.backlog()).isEqualTo(3);
    assertThat(answers.maxLatenessNanos()).as("of what is overdue").isEqualTo(30);
    var due = answers.due();
    assertThat(answers.backlog()).as("taken out, not sent").isEqualTo(3);
    answers.sent(due.remove());
    answers.lost(due.remove());
    assertThat(answers.backlog()).isEqualTo(1);
    answers.sent(due.remove());
    assertThat(answers.backlog()).isZero();
    assertThat(answers.backlogPeak()).isEqualTo(3);
    assertThat(answers.answers()).isEqualTo(2);

    answers.resetPeaks();
    assertThat(answers.backlogPeak()).isZero();
    assertThat(answers.maxLatenessNanos()).isZero();
    assertThat(answers.latenessNanos()).as("a total, no peak").isEqualTo(60);
  }

  @Test
  void inFlightIsWhatIsTakenAndNotAnswered() {
    List.of("a", "b").forEach(content -> answers.add(100, content));
    answers.hold("held");
    answers.ignore();
    assertThat(answers.inFlight()).isEqualTo(3);
    assertThat(answers.requests()).isEqualTo(4);
    now += 100;
    var due = answers.due();
    assertThat(answers.inFlight()).as("taken out, not sent").isEqualTo(3);
    answers.sent(due.remove());
    answers.lost(due.remove());
    assertThat(answers.inFlight()).isEqualTo(1);
    assertThat(answers.inFlightPeak()).isEqualTo(3);

    answers.resetPeaks();
    assertThat(answers.inFlightPeak()).isEqualTo(1);
  }

  @Test
  void whatIsHeldIsDueWhenItIsReleasedAndOnlyOnce() {
    answers.hold("a");
    answers.hold("b");
    now += 1_000_000;
    assertThat(answers.due()).isEmpty();
    assertThat(answers.untilNext()).isEqualTo(Long.MAX_VALUE);
    answers.release();
    answers.hold("c");
    assertThat(due()).containsExactly("a", "b");
    assertThat(answers.maxLatenessNanos()).as("held is not late").isZero();
    answers.release();
    assertThat(due()).containsExactly("c");
    assertThat(answers.inFlightPeak()).isEqualTo(3);
  }

  private List<String> due() {
    return answers.due().stream().map(Answers.Answer::content).toList();
  }
}
