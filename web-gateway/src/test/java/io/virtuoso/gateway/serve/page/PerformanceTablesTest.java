package io.virtuoso.gateway.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.gateway.serve.performance.Performance;
import io.virtuoso.model.wire.DocumentJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PerformanceTablesTest {
  private final ObjectMapper json = DocumentJson.mapper();

  @Test
  void writesTheRowsThatTheBrowserWritesToo() throws IOException {
    for (JsonNode one : Samples.performanceCases()) {
      Performance now = json.treeToValue(one.get("performance"), Performance.class);
      assertThat(json.<JsonNode>valueToTree(PerformanceTables.of(now)))
          .isEqualTo(one.get("tables"));
    }
  }
}
