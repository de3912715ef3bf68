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

  /** One form of the body, ready to be written any number of times. */
  static final class Form {
    private final @Nullable Coding coding;
    private final Buffer bytes;
    private final String length;
    private volatile @Nullable Packets packets;

    Form(@Nullable Coding coding, Buffer bytes, String length) {
      this.coding = coding;
      this.bytes = bytes;
      this.length = length;
    }

    @Nullable Coding coding() {
      return coding;
    }

    Buffer bytes() {
      return bytes;
    }

    /** Of the bytes, as a header says it. */
    String length() {
      return length;
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

  int weight() {
    return body.weight();
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

  @SuppressWarnings("deprecation") // only this Vert.x call keeps memory outside of the heap
  private Form form(@Nullable Coding coding, byte[] bytes) {
    return forms.computeIfAbsent(
        name(coding),
        absent -> {
          // Outside of the heap, or the transport would copy it there for every answer.
          ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
          Buffer buffer = Buffer.buffer(Unpooled.wrappedBuffer(direct));
          return new Form(coding, buffer, Integer.toString(bytes.length));
        });
  }

  private static String name(@Nullable Coding coding) {
    return coding == null ? PLAIN : coding.token();
  }
}
