package io.virtuoso.gateway.serve.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.route.Answer;
import io.virtuoso.gateway.route.DataState;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers what a test has put in, by the key in {@code meta}; anything else does not exist. */
@Alternative
@ApplicationScoped
class FakeDocuments implements Documents {
  private final ObjectMapper mapper = DocumentJson.mapper();
  private final Map<DocumentKey, Uni<Answer>> answers = new ConcurrentHashMap<>();

  void clear() {
    answers.clear();
  }

  void put(Document<?> document) {
    DocumentKey key = new DocumentKey(document.meta().key());
    try {
      byte[] body = mapper.writeValueAsBytes(document);
      StoredDocument stored =
          new StoredDocument(
              key, document.meta().version(), document.meta().asOf().toEpochMilli(), body);
      Answer answer =
          new Answer(stored, DataState.LIVE, Outcome.FRESH_HIT, Tier.LOCAL, "local; hit");
      answers.put(key, Uni.createFrom().item(answer));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  void fail(DocumentKey key, RuntimeException failure) {
    answers.put(key, Uni.createFrom().failure(failure));
  }

  @Override
  public Uni<Answer> find(DocumentKey key) {
    Uni<Answer> answer = answers.get(key);
    return answer == null ? Uni.createFrom().failure(new UnknownDocumentException(key)) : answer;
  }
}
