package strandbench.process;

/** How tasks and results travel between a pool and its workers. */
public enum Transport {
  /** Over a Unix domain socket. */
  SOCKET,

  /**
   * Over a ring in shared memory each way, with the socket as doorbell and for what is too large;
   * over the socket alone where there is no room for shared memory, which is said once on standard
   * error.
   */
  RING
}
