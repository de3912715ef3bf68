package io.virtuoso.storm.standin;

/** How the stand-in answers. */
public enum Manner {
  /** With the document that was asked for. */
  HONEST,
  /** After half a second. */
  LATE,
  /** With status 500 and a body that must be stored nowhere. */
  ERROR,
  /** With the document cut after 512 bytes. */
  CUT,
  /** In chunks that never come to their end. */
  ENDLESS,
  /** With a Content-Length that is longer than the body. */
  LENGTH_LIE,
  /** With bytes that claim to be gzip. */
  GARBLED,
  /** With status 200 and a page. */
  HTML,
  /** With a document that has no meta. */
  NO_META,
  /** With the document of another key. */
  WRONG_KEY,
  /** With a document of one hour from now. */
  FUTURE,
  /** With 40 MB. */
  HUGE
}
