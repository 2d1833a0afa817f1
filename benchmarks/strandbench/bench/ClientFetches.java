package strandbench.bench;

import java.util.concurrent.Callable;
import strandbench.model.client.FetchClient;
import strandbench.model.client.Fetcher;
import strandbench.origin.Origin;

/** Fetches over an HTTP client that is warm and has a connection for each slot. */
final class ClientFetches implements AutoCloseable {
  private static final int WARM_UP_FETCHES = 256;

  private final Fetcher fetcher;
  private final Origin origin;
  private final int inFlight;

  private ClientFetches(Fetcher fetcher, Origin origin, int inFlight) {
    this.fetcher = fetcher;
    this.origin = origin;
    this.inFlight = inFlight;
  }

  /** An operation with what it must bring. */
  record Operation(Callable<Long> call, Fetches pages) {
    private static Operation of(Fetcher fetcher, Fetches pages) {
      return new Operation(fetcher.fetching(pages.tasks()), pages);
    }

    long run() throws Exception {
      long sum = call.call();
      Answers.check(pages.expected(), sum);
      return sum;
    }
  }

  static ClientFetches open(FetchClient client, Origin origin, int inFlight) throws Exception {
    Fetcher fetcher = client.open(inFlight);
    try {
      Operation undelayed =
          Operation.of(fetcher, Fetches.of(WARM_UP_FETCHES, origin::undelayedPage));
      WarmUp.run(undelayed::run);
      Fetches held = Fetches.of(inFlight, origin::heldPage);
      HeldFetches.fillSlots(origin, inFlight, fetcher.fetching(held.tasks()), held.expected());
    } catch (Exception | Error e) {
      fetcher.close();
      throw e;
    }
    return new ClientFetches(fetcher, origin, inFlight);
  }

  /** Has each slot fetch so many pages, one after the other. */
  Operation operation(int fetchesPerSlot) {
    return Operation.of(fetcher, Fetches.of(inFlight * fetchesPerSlot, origin::page));
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
