package strandbench.process.shared;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import strandbench.process.wire.FrameChannel;

/** Messages of a lot over a channel: any thread may send, one receives. */
final class LotChannel implements Closeable {
  private final FrameChannel channel;
  private final ReentrantLock sending = new ReentrantLock();

  /** Takes the channel over. */
  LotChannel(FrameChannel channel) {
    channel.setMaxSize(LotMessage.SIZE);
    this.channel = channel;
  }

  void send(LotMessage message) throws IOException {
    sending.lock();
    try {
      channel.send(message.encode());
    } finally {
      sending.unlock();
    }
  }

  /** Null at the end of the stream. */
  LotMessage receive() throws IOException {
    var frame = channel.receive();
    return frame == null ? null : LotMessage.decode(frame);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
