package strandbench.bench;

/** What is done with a page of books that has come. */
public enum Parsing {
  /** A regular expression pulls the books out, and all of them are compared. */
  REGEX,

  /** Nothing but what each fetch does: its length and checksum are compared. */
  NONE
}
