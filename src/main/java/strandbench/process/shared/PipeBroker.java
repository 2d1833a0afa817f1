package strandbench.process.shared;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;

/**
 * Brings the two ends of a pipe together, in the JVM of the pipe's creator: it knows which process
 * has which end, tells the second where the first is, and relays what they send before they are
 * connected with each other. Until the second end comes, what the first has sent waits in its
 * socket, where it outlives its sender.
 *
 * <p>Thread-safe.
 */
final class PipeBroker {
  private static final int MAX_CLAIM = 4096;

  private final Hub.Address address;
  private final PipeMessage.Claim[] claims = new PipeMessage.Claim[2];
  private final ReactorLink[] links = new ReactorLink[2];
  private boolean closed;

  PipeBroker() {
    address = Hub.own().register(this::serve);
  }

  Hub.Address address() {
    return address;
  }

  private void serve(FrameChannel frames) throws IOException {
    frames.setMaxSize(MAX_CLAIM);
    ByteBuffer first = frames.receive();
    if (first == null || !(PipeMessage.decode(first) instanceof PipeMessage.Claim claim)) {
      throw new ProtocolException("refused a pipe's end that claims nothing");
    }
    claim(claim, frames);
  }

  private synchronized void claim(PipeMessage.Claim claim, FrameChannel frames) throws IOException {
    int end = claim.end();
    if (closed) {
      refuse(frames, new PipeMessage.Closed());
      return;
    }
    if (claims[end] != null) {
      String reason =
          "this end of the pipe was taken by process "
              + claims[end].pid()
              + ", and belongs to the process that takes it first";
      refuse(frames, new PipeMessage.Refused(reason));
      return;
    }
    claims[end] = claim;
    links[end] = ReactorLink.accept(frames, Reactor.shared(), new Relay(1 - end), true);
    links[end].post(new PipeMessage.Granted().encode());
    if (links[1 - end] != null) {
      links[end].post(new PipeMessage.Peer(claims[1 - end].address()).encode());
      links[0].resume();
      links[1].resume();
    }
  }

  private static void refuse(FrameChannel frames, PipeMessage reason) throws IOException {
    frames.send(reason.encode());
    frames.close();
  }

  private synchronized ReactorLink link(int end) {
    return links[end];
  }

  /** No end can be claimed any more; one that waits for the other in vain is told. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Hub.own().unregister(address);
    for (int end = 0; end < 2; end++) {
      if (links[end] != null && links[1 - end] == null) {
        try {
          links[end].post(new PipeMessage.Closed().encode());
        } catch (IOException e) {
          // It is gone itself.
        }
        links[end].finish();
      }
    }
  }

  /** Passes on to one end what the other sends, its end included. */
  private final class Relay implements ReactorLink.Listener {
    private final int to;

    Relay(int to) {
      this.to = to;
    }

    @Override
    public void received(ReactorLink from, ByteBuffer content) throws IOException {
      ByteBuffer frame = FrameChannel.frame(content.remaining()).put(content).flip();
      try {
        link(to).post(frame);
      } catch (IOException e) {
        // The receiver is gone. The sender is told by its own connection with it.
      }
    }

    @Override
    public void ended(ReactorLink from, IOException cause) {
      link(to).finish();
    }
  }
}
