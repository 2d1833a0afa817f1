package strandbench.process.shared;

import java.io.Serializable;
import strandbench.process.wire.Hub;

/**
 * By which any process finds an end of a pipe.
 *
 * @param end 0 or 1
 * @param rules what the end lets in, as text for {@link
 *     java.io.ObjectInputFilter.Config#createFilter}
 */
record PipeHandle(Hub.Address broker, int end, boolean sends, boolean receives, String rules)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private Object readResolve() {
    return new PipeEnd<Object>(this);
  }
}
