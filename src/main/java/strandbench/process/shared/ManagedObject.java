package strandbench.process.shared;

import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.util.List;

/** What a proxy has of its object: the way to it. Thread-safe. */
final class ManagedObject {
  private final ManagedHandle handle;
  private final ObjectInputFilter filter;
  private volatile ManagerClient client;

  ManagedObject(ManagedHandle handle) {
    this.handle = handle;
    this.filter = ObjectInputFilter.Config.createFilter(handle.rules());
  }

  ManagedHandle handle() {
    return handle;
  }

  ManagerClient client() {
    ManagerClient known = client;
    if (known == null) {
      known = ManagerClient.of(handle.manager());
      client = known;
    }
    return known;
  }

  /** As {@link ManagerClient#call}. */
  List<ByteBuffer> call(ManagerOperation operation, ByteBuffer... parts) {
    return client().call(handle.number(), operation, parts);
  }

  /** As {@link ManagerClient#callInterruptibly}. */
  List<ByteBuffer> callInterruptibly(long deadline, ManagerOperation operation, ByteBuffer... parts)
      throws InterruptedException {
    return client().callInterruptibly(deadline, handle.number(), operation, parts);
  }

  /** Calls what answers with a number. */
  long callNumber(ManagerOperation operation, ByteBuffer... parts) {
    return number(call(operation, parts).getFirst());
  }

  /** Calls what answers with a truth. */
  boolean callTruth(ManagerOperation operation, ByteBuffer... parts) {
    return callNumber(operation, parts) != 0;
  }

  /** Calls what answers with an object, or null for none. */
  Object callObject(ManagerOperation operation, ByteBuffer... parts) {
    List<ByteBuffer> answer = call(operation, parts);
    return answer.isEmpty() ? null : read(answer.getFirst());
  }

  Object read(ByteBuffer part) {
    return ManagerClient.read(part, filter);
  }

  static long number(ByteBuffer part) {
    return part.getLong(part.position());
  }
}
