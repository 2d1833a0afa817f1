package strandbench.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** The way back for the answer to one request. Confined to the event loop. */
final class Exchange {
  private static final byte[] NOTHING = {};

  private final ChannelHandlerContext context;
  private final boolean keepAlive;
  private boolean answered;

  Exchange(ChannelHandlerContext context, HttpRequest request) {
    this.context = context;
    this.keepAlive = HttpUtil.isKeepAlive(request);
  }

  /** Whether the client is there still. */
  boolean isOpen() {
    return context.channel().isActive();
  }

  boolean isAnswered() {
    return answered;
  }

  /** Sends a page; the future is done when the socket has it. */
  ChannelFuture answer(byte[] body) {
    return answer(HttpResponseStatus.OK, body);
  }

  /** Sends a status without a body. */
  ChannelFuture answer(HttpResponseStatus status) {
    return answer(status, NOTHING);
  }

  /** In one buffer, and so by one write: half of what an answer costs is the kernel's. */
  private ChannelFuture answer(HttpResponseStatus status, byte[] body) {
    answered = true;
    String head =
        HttpVersion.HTTP_1_1
            + " "
            + status
            + "\r\nContent-Length: "
            + body.length
            + (keepAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
    ByteBuf response = context.alloc().ioBuffer(head.length() + body.length);
    ByteBufUtil.writeAscii(response, head);
    response.writeBytes(body);
    ChannelFuture written = context.writeAndFlush(response);
    return keepAlive ? written : written.addListener(ChannelFutureListener.CLOSE);
  }

  /** Who closes a socket that does not linger sends an RST in place of a FIN. */
  void reset() {
    Channel channel = context.channel();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    var unused = channel.close();
  }
}
