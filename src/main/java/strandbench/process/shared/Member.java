package strandbench.process.shared;

import java.io.IOException;

/**
 * Another process, as the host of a lot sees it.
 *
 * @param number what it writes into words that it owns
 */
record Member(int number, long pid, LotChannel channel) {
  /** If that fails the process has ended, or is about to: its connection's end will tell. */
  void send(LotMessage message) {
    try {
      channel.send(message);
    } catch (IOException e) {
      // See above.
    }
  }
}
