package io.virtuoso.gateway.serve.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.MarketOverview;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.wire.DocumentJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents behind a page as the JSON that goes into its {@code <script id="boot">}.
 *
 * @param page {@code market}, {@code symbol}, {@code cache} or {@code performance}
 * @param servedAt wall clock; the browser's first idea of our clock
 * @param problems why a document is absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Boot(
    String page,
    Instant servedAt,
    @Nullable Symbol symbol,
    @Nullable Market market,
    @Nullable Document<Confluence> confluence,
    @Nullable Document<EngineStatus> status,
    List<String> problems) {
  private static final ObjectMapper MAPPER = DocumentJson.mapper();

  /**
   * The part of {@code dashboard/overview} that the market page shows.
   *
   * @param rows those that the page renders itself
   * @param totalRows how many the document has
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Market(MarketOverview data, List<SymbolRow> rows, int totalRows, Meta meta) {}

  static String market(
      Optional<Document<DashboardOverview>> overview,
      List<SymbolRow> rows,
      Sought<EngineStatus> status,
      List<String> problems,
      Instant now) {
    Market market =
        overview
            .map(one -> new Market(one.data().market(), rows, one.data().rows().size(), one.meta()))
            .orElse(null);
    return json(new Boot("market", now, null, market, null, status.found().orElse(null), problems));
  }

  static String symbol(
      Document<Confluence> confluence,
      Sought<EngineStatus> status,
      List<String> problems,
      Instant now) {
    return json(
        new Boot(
            "symbol",
            now,
            confluence.data().symbol(),
            null,
            confluence,
            status.found().orElse(null),
            problems));
  }

  /** A page whose facts are rendered, and then asked for again. */
  static String facts(
      String page, Sought<EngineStatus> status, List<String> problems, Instant now) {
    return json(new Boot(page, now, null, null, null, status.found().orElse(null), problems));
  }

  /**
   * Inside a script element only {@code <} can end the script or begin a comment; the others are
   * escaped so that no parser of any kind finds something in a string.
   */
  private static String json(Boot boot) {
    try {
      return MAPPER
          .writeValueAsString(boot)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("documents that were read can be written", impossible);
    }
  }
}
