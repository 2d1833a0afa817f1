package strandbench.report;

/**
 * An answer in words, computed from the figures.
 *
 * @param headline the answer, or that there is none and why
 * @param detail by how much, over whom, who was not compared; may be empty
 */
record Verdict(String headline, String detail) {
  /** False where it says that there is no verdict, and why. */
  boolean isAnswer() {
    return !headline.startsWith("No verdict");
  }
}
