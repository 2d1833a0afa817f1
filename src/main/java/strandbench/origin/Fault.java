package strandbench.origin;

/** What becomes of a request to a page that may fail. */
public enum Fault {
  /** None: the page is answered. */
  NONE,

  /** When the answer is due, the connection is reset (RST) in its place. */
  RESET,

  /** When the answer is due, it is a status of 500 without a body. */
  ERROR,

  /** There is never an answer; the connection stays open until the client closes it. */
  SILENCE
}
