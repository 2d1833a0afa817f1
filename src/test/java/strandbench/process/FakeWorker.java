package strandbench.process;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import strandbench.process.wire.Codec;
import strandbench.process.wire.FrameChannel;
import strandbench.process.wire.Hub;

/**
 * A worker that greets as it should, and then keeps to the protocol or not, as its argument says.
 */
final class FakeWorker {
  private FakeWorker() {}

  public static void main(String[] arguments) throws Exception {
    FileInputStream stdin = new FileInputStream(FileDescriptor.in);
    FrameChannel control = new FrameChannel(Channels.newChannel(stdin), null, Message.MAX_SIZE);
    control.receive();
    Message.Configure configure = (Message.Configure) Message.decode(control.receive());
    FrameChannel frames =
        Hub.connect(new Hub.Address(configure.socket(), configure.token()), Message.MAX_SIZE);
    WorkerMemory memory = WorkerMemory.open(configure.memory(), configure.ringCapacity());
    Link link =
        configure.ringCapacity() == 0
            ? new Link.Socket(frames)
            : new Link.Rings(frames, memory.toWorker(), memory.toPool());
    frames.send(new Message.Ready().encode());
    while (link.receive(0) instanceof Message.Run run) {
      memory.board().start(run.sequence());
      misbehave(Behaviour.valueOf(arguments[0]), run, link, frames);
    }
  }

  enum Behaviour {
    /** Keeps to the protocol, but dies with the answer. */
    ANSWER_AND_HALT,
    /** The same from its second task on. */
    HALT_WITH_THE_SECOND,
    /** Answers, and says something more that is no message of a worker's. */
    ANSWER_AND_STOP,
    ANSWER_TWICE,
    ANSWER_ANOTHER,
    GARBAGE_FRAME,
    OVERSIZED_FRAME,
    HALF_A_FRAME_AND_HALT
  }

  private static void misbehave(
      Behaviour behaviour, Message.Run run, Link link, FrameChannel frames) throws IOException {
    Message answer = new Message.Completed(run.sequence(), Codec.write("answered"));
    switch (behaviour) {
      case ANSWER_AND_HALT -> {
        link.append(answer);
        link.flush();
        Runtime.getRuntime().halt(9);
      }
      case HALT_WITH_THE_SECOND -> {
        link.append(answer);
        link.flush();
        if (run.sequence() > 1) {
          Runtime.getRuntime().halt(9);
        }
      }
      case ANSWER_AND_STOP -> {
        link.append(answer);
        link.append(new Message.Stop());
        link.flush();
      }
      case ANSWER_TWICE -> {
        link.append(answer);
        link.append(answer);
        link.flush();
      }
      case ANSWER_ANOTHER -> {
        link.append(new Message.Completed(run.sequence() + 5, Codec.write("answered")));
        link.flush();
      }
      case GARBAGE_FRAME -> frames.send(FrameChannel.frame(1).put((byte) 99).flip());
      case OVERSIZED_FRAME -> frames.send(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip());
      case HALF_A_FRAME_AND_HALT -> {
        frames.send(ByteBuffer.allocate(5).putInt(1000).put(Message.COMPLETED).flip());
        Runtime.getRuntime().halt(9);
      }
    }
  }
}
