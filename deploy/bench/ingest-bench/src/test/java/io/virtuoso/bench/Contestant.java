package io.virtuoso.bench;

import java.io.IOException;

/** One way of taking frames in, from its beginning. */
interface Contestant {
  /** Takes the next frame, UTF-8. */
  void frame(byte[] text, int offset, int length) throws IOException;

  /** Something that depends on all that was read, so that nothing can be left out. */
  long result();
}
