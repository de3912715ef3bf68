package io.virtuoso.gateway.serve.describe;

import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.route.query.Parameter;
import io.virtuoso.model.document.Meta;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** What one route of the table answers to a GET. */
final class DocumentOperation {
  static final String TAG = "documents";

  private final Schemas schemas;

  DocumentOperation(Schemas schemas) {
    this.schemas = schemas;
  }

  Operation of(DocumentRoute route) {
    return OASFactory.createOperation()
        .operationId(operationId(route.path()))
        .tags(List.of(TAG))
        .summary(route.about())
        .description("Ages as class " + route.documents().code() + ".")
        .parameters(parameters(route))
        .responses(responses(route));
  }

  /** {@code /api/market/{symbol}/book} is {@code market_symbol_book}. */
  private static String operationId(String path) {
    return path.substring("/api/".length()).replaceAll("[{}]", "").replaceAll("[^a-z]+", "_");
  }

  private static List<org.eclipse.microprofile.openapi.models.parameters.Parameter> parameters(
      DocumentRoute route) {
    List<org.eclipse.microprofile.openapi.models.parameters.Parameter> all = new ArrayList<>();
    for (Parameter each : route.parameters()) {
      boolean inPath = route.isInPath(each);
      all.add(
          OASFactory.createParameter()
              .name(each.name())
              .in(inPath ? In.PATH : In.QUERY)
              .required(inPath)
              .description(each.about())
              .schema(schema(each.shape())));
    }
    for (String header : List.of("IfNoneMatch", "AcceptEncoding")) {
      all.add(OASFactory.createParameter().ref("#/components/parameters/" + header));
    }
    return all;
  }

  private static Schema schema(Parameter.Shape shape) {
    boolean integer = shape.type().equals("integer");
    Schema schema = Schemas.typed(integer ? SchemaType.INTEGER : SchemaType.STRING);
    schema.setPattern(shape.pattern());
    if (!shape.values().isEmpty()) {
      schema.setEnumeration(new ArrayList<>(shape.values()));
    }
    Integer minimum = shape.minimum();
    Integer maximum = shape.maximum();
    String assumed = shape.assumed();
    if (minimum != null && maximum != null) {
      schema.minimum(BigDecimal.valueOf(minimum)).maximum(BigDecimal.valueOf(maximum));
    }
    if (assumed != null) {
      schema.setDefaultValue(integer ? (Object) Integer.valueOf(assumed) : assumed);
    }
    return schema;
  }

  private APIResponses responses(DocumentRoute route) {
    APIResponses responses =
        OASFactory.createAPIResponses()
            .addAPIResponse("200", found(route))
            .addAPIResponse("304", withHeaders("The client's copy is still right.", route));
    for (int status : new int[] {400, 404, 405, 406, 413, 429, 500, 503}) {
      responses.addAPIResponse(Integer.toString(status), ProblemParts.reference(status));
    }
    return responses;
  }

  private APIResponse found(DocumentRoute route) {
    Schema document =
        Schemas.typed(SchemaType.OBJECT)
            .addProperty("data", schemas.of(route.data()))
            .addProperty("meta", schemas.of(Meta.class))
            .required(List.of("data", "meta"));
    return withHeaders(route.about(), route)
        .addHeader("Content-Encoding", Headers.reference("Content-Encoding"))
        .content(
            OASFactory.createContent()
                .addMediaType("application/json", OASFactory.createMediaType().schema(document)));
  }

  private static APIResponse withHeaders(String about, DocumentRoute route) {
    APIResponse response = OASFactory.createAPIResponse().description(about);
    Headers.OF_DOCUMENT.forEach(name -> response.addHeader(name, Headers.reference(name)));
    if (route.parameters().stream().anyMatch(each -> each.name().equals("after"))) {
      response.addHeader("Link", Headers.reference("Link"));
    }
    return response;
  }
}
