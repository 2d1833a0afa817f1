package strandbench.origin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;

/**
 * One client's connection: sees to its requests, one after the other. A client that does not wait
 * for the answer before it sends the next request (HTTP's pipelining) loses its connection.
 * Confined to the event loop.
 */
final class Conversation extends ChannelInboundHandlerAdapter {
  private final Site site;
  private final Outbox outbox;
  private final Traffic traffic;
  private Exchange last;

  Conversation(Site site, Outbox outbox, Traffic traffic) {
    this.site = site;
    this.outbox = outbox;
    this.traffic = traffic;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    traffic.opened();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    traffic.closed();
  }

  /** A request is taken when its head is there: none that is answered has a body. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      if (request.decoderResult().isFailure() || (last != null && !last.isAnswered())) {
        var unused = context.close();
      } else {
        last = new Exchange(context, request);
        handle(last, request);
      }
    }
    ReferenceCountUtil.release(message);
  }

  /** The connection broke; what was to be sent on it is accounted for when it is due. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var unused = context.close();
  }

  private void handle(Exchange exchange, HttpRequest request) {
    String path = request.uri();
    boolean post = request.method().equals(HttpMethod.POST);
    if (path.equals(Site.STATS)) {
      var unused = exchange.answer(traffic.stats().toJson());
      if (post) {
        traffic.resetPeaks();
      }
    } else if (post && path.equals(Site.RELEASE)) {
      outbox.release();
      var unused = exchange.answer(HttpResponseStatus.OK);
    } else if (request.method().equals(HttpMethod.GET)) {
      try {
        get(exchange, path, request);
      } catch (IllegalArgumentException e) {
        refuse(exchange);
      }
    } else {
      refuse(exchange);
    }
  }

  private void get(Exchange exchange, String path, HttpRequest request) {
    int end = path.indexOf('/', 1) + 1;
    String name = path.substring(end);
    switch (path.substring(0, end)) {
      case Site.PAGES -> outbox.answer(exchange, site.delayNanos(), site.page(name));
      case Site.UNDELAYED -> outbox.answer(exchange, 0, site.page(name));
      case Site.FAILING -> {
        Fault fault = site.fault(name, request.headers().get(Site.ATTEMPT));
        outbox.answer(exchange, fault, site.delayNanos(), site.page(name));
      }
      case Site.HELD -> outbox.hold(exchange, site.page(name));
      case Site.BOOKS -> outbox.answer(exchange, site.delayNanos(), site.books(name));
      case Site.UNDELAYED_BOOKS -> outbox.answer(exchange, 0, site.books(name));
      default -> refuse(exchange);
    }
  }

  private static void refuse(Exchange exchange) {
    var unused = exchange.answer(HttpResponseStatus.NOT_FOUND);
  }
}
