package io.virtuoso.gateway.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.gateway.serve.report.CacheMetrics;
import io.virtuoso.model.wire.DocumentJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CacheTablesTest {
  private final ObjectMapper json = DocumentJson.mapper();

  @Test
  void writesTheRowsThatTheBrowserWritesToo() throws IOException {
    for (JsonNode one : Samples.cacheCases()) {
      CacheMetrics metrics = json.treeToValue(one.get("metrics"), CacheMetrics.class);
      assertThat(json.<JsonNode>valueToTree(CacheTables.of(metrics))).isEqualTo(one.get("tables"));
    }
  }
}
