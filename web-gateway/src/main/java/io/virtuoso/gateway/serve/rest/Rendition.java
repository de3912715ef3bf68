package io.virtuoso.gateway.serve.rest;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.gateway.cache.local.Coding;
import io.virtuoso.gateway.cache.local.Encoded;
import io.virtuoso.gateway.route.Limits;
import io.virtuoso.model.wire.StoredDocument;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One version of an answer with everything that is the same for all who get it. Thread-safe. */
final class Rendition {
  /** Stands for the plain form among the codings. */
  private static final String PLAIN = "identity";

  /** What the heads of its answers take, in bytes. */
  private static final int HEADS = 4_096;

  private final StoredDocument document;
  private final Encoded body;
  private final String tag;
  private final @Nullable String link;
  private final Map<String, Form> forms = new ConcurrentHashMap<>(4);
  private volatile @Nullable LiveHeaders live;

  /**
   * A rendition.
   *
   * @param suffix tells the views of one version apart; empty for the document itself
   * @param link the {@code Link} header, if there is one
   */
  Rendition(StoredDocument document, Encoded body, String suffix, @Nullable String link) {
    this.document = document;
    this.body = body;
    this.tag = "W/\"" + document.version() + suffix + "\"";
    this.link = link;
  }

  /**
   * One form of the body, ready to be written any number of times. What is written lies outside of
   * the heap, or the transport would copy it there for every answer; it is made when the way that
   * needs it is first gone.
   */
  static final class Form {
    private final @Nullable Coding coding;
    private final byte[] bytes;
    private volatile @Nullable Buffer buffer;
    private volatile @Nullable Packets packets;

    Form(@Nullable Coding coding, byte[] bytes) {
      this.coding = coding;
      this.bytes = bytes;
    }

    @Nullable Coding coding() {
      return coding;
    }

    /** Not a copy, so not to be changed. */
    byte[] bytes() {
      return bytes;
    }

    /** The bytes for the ordinary way. */
    @SuppressWarnings("deprecation") // only this Vert.x call keeps memory outside of the heap
    Buffer buffer() {
      Buffer known = buffer;
      if (known == null) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        known = Buffer.buffer(Unpooled.wrappedBuffer(direct));
        buffer = known;
      }
      return known;
    }

    /** The answers made of that copy, whose form this is; made anew about once per second. */
    Packets packets(AtHand.Copy copy) {
      Packets latest = packets;
      if (latest == null || !latest.say(copy.live())) {
        latest = Packets.of(copy);
        packets = latest;
      }
      return latest;
    }
  }

  StoredDocument document() {
    return document;
  }

  /** The {@code ETag}. */
  String tag() {
    return tag;
  }

  @Nullable String link() {
    return link;
  }

  /** Whether it is worth compressing. */
  boolean compressible() {
    return body.compressible();
  }

  /** What it costs in memory, in bytes; an estimate. */
  int weight() {
    return body.weight() + HEADS;
  }

  /** That form if it has been made, or null. */
  @Nullable Form ready(@Nullable Coding coding) {
    Form known = forms.get(name(coding));
    if (known != null) {
      return known;
    }
    byte[] bytes = coding == null ? body.identity() : body.ready(coding);
    return bytes == null ? null : form(coding, bytes);
  }

  /** That form, made if need be. */
  CompletionStage<Form> form(Coding coding) {
    return body.in(coding).thenApply(bytes -> form(coding, bytes));
  }

  /** The headers of a live answer of that age. */
  LiveHeaders live(long ageMs, Limits limits) {
    LiveHeaders latest = live;
    if (latest == null || !latest.holds(ageMs, limits)) {
      latest = LiveHeaders.of(ageMs, limits);
      live = latest;
    }
    return latest;
  }

  private Form form(@Nullable Coding coding, byte[] bytes) {
    return forms.computeIfAbsent(name(coding), absent -> new Form(coding, bytes));
  }

  private static String name(@Nullable Coding coding) {
    return coding == null ? PLAIN : coding.token();
  }
}
