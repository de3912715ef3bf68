package io.virtuoso.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LatestDocumentsTest {
  private final LatestDocuments latest = new LatestDocuments();

  private static StoredDocument document(long version) {
    return new StoredDocument(DocumentKey.STATUS, version, version, new byte[0]);
  }

  @Test
  void olderAndEqualNeverReplace() {
    assertThat(latest.find(DocumentKey.STATUS)).isNull();
    StoredDocument second = document(2);
    latest.publish(second);
    latest.publish(document(1));
    latest.publish(document(2));
    assertThat(latest.find(DocumentKey.STATUS)).isSameAs(second);
    latest.publish(document(3));
    assertThat(Objects.requireNonNull(latest.find(DocumentKey.STATUS)).version()).isEqualTo(3);
    assertThat(latest.all()).hasSize(1);
  }

  @Test
  void sinksAreServedInOrder() {
    List<String> heard = new ArrayList<>();
    DocumentSink both =
        ((DocumentSink) d -> heard.add("first " + d.version()))
            .then(d -> heard.add("second " + d.version()));
    both.publish(document(7));
    assertThat(heard).containsExactly("first 7", "second 7");
  }
}
