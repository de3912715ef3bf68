package io.virtuoso.gateway.serve.admin;

import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Who did what: a log line each, and the last of them to be looked at. The log is the record, the
 * list a convenience that a restart empties. Thread-safe.
 */
@Singleton
public final class AuditTrail {
  private static final Logger LOG = Logger.getLogger("io.virtuoso.gateway.audit");
  private static final int KEPT = 200;

  private final Deque<AuditEntry> entries = new ArrayDeque<>();

  /** Writes it down. What is in an entry has been validated: no line break comes through. */
  void add(AuditEntry entry) {
    LOG.infof(
        "audit who=%s action=%s subject=%s before=\"%s\" after=\"%s\" trace=%s",
        entry.who(),
        entry.action(),
        entry.subject(),
        entry.before(),
        entry.after(),
        entry.traceId());
    synchronized (entries) {
      if (entries.size() >= KEPT) {
        entries.removeFirst();
      }
      entries.addLast(entry);
    }
  }

  /** Newest first. */
  List<AuditEntry> entries() {
    synchronized (entries) {
      List<AuditEntry> newestFirst = new ArrayList<>(entries);
      Collections.reverse(newestFirst);
      return newestFirst;
    }
  }
}
