package io.virtuoso.gateway.serve.describe;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.route.DocumentRoutes;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.Missing;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Adds every route of the table, and what all routes share, to what the resources say. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
  private static final String ABOUT =
      """
      Every document at one path, for dashboards, phones and programs alike. A document is immutable \
      per version; what changes per answer is in the headers. Prices, sizes and money are decimal \
      strings, times are RFC 3339 in UTC with milliseconds. Missing is null with its reason in \
      data.missing. Every GET answers HEAD as well. Unknown parameters are refused, and clients \
      ignore unknown fields. Errors are problems, RFC 9457.\
      """;

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.setInfo(OASFactory.createInfo().title("Virtuoso").version("1").description(ABOUT));
    Schemas schemas = new Schemas();
    DocumentOperation operation = new DocumentOperation(schemas);
    if (api.getPaths() == null) {
      api.setPaths(OASFactory.createPaths());
    }
    api.getPaths()
        .getPathItems()
        .values()
        .forEach(path -> {
          forms(path.getGET());
          refusals(path);
        });
    for (DocumentRoute route : new DocumentRoutes().served()) {
      api.getPaths()
          .addPathItem(route.path(), OASFactory.createPathItem().GET(operation.of(route)));
    }
    describeStatus(api, schemas);
    addComponents(api, schemas);
    api.addTag(
        OASFactory.createTag()
            .name(DocumentOperation.TAG)
            .description("What the engine publishes, and views of it."));
  }

  /** What the gateway says itself is tagged and compressed as documents are. */
  private static void forms(@Nullable Operation reading) {
    if (reading == null) {
      return;
    }
    for (String header : List.of("IfNoneMatch", "AcceptEncoding")) {
      reading.addParameter(OASFactory.createParameter().ref("#/components/parameters/" + header));
    }
    APIResponse found = reading.getResponses().getAPIResponse("200");
    APIResponse unchanged =
        OASFactory.createAPIResponse().description("The client's copy is still right.");
    for (String header : Headers.OF_OWN) {
      found.addHeader(header, Headers.reference(header));
      unchanged.addHeader(header, Headers.reference(header));
    }
    found.addHeader("Content-Encoding", Headers.reference("Content-Encoding"));
    reading
        .getResponses()
        .addAPIResponse("304", unchanged)
        .addAPIResponse("406", ProblemParts.reference(406));
  }

  /** What the guard may answer under any path. */
  private static void refusals(PathItem path) {
    for (Operation each : path.getOperations().values()) {
      for (int status : List.of(400, 405, 429, 500)) {
        if (!each.getResponses().hasAPIResponse(Integer.toString(status))) {
          each.getResponses()
              .addAPIResponse(Integer.toString(status), ProblemParts.reference(status));
        }
      }
    }
  }

  /** The engine's status is no document of the table, for the gateway adds its own to it. */
  private static void describeStatus(OpenAPI api, Schemas schemas) {
    Schema missing =
        Schemas.typed(SchemaType.OBJECT)
            .addProperty(
                "missing", Schemas.typed(SchemaType.ARRAY).items(schemas.of(Missing.class)))
            .required(List.of("missing"));
    Schema data =
        Schemas.typed(SchemaType.OBJECT)
            .anyOf(List.of(schemas.of(EngineStatus.class), missing))
            .addProperty("gateway", Schemas.typed(SchemaType.OBJECT))
            .required(List.of("gateway"));
    Schema meta =
        OASFactory.createSchema()
            .anyOf(List.of(schemas.of(Meta.class), Schemas.typed(SchemaType.NULL)));
    Schema body =
        Schemas.typed(SchemaType.OBJECT)
            .addProperty("data", data)
            .addProperty("meta", meta)
            .required(List.of("data", "meta"));
    Operation status =
        api.getPaths()
            .getPathItem("/api/status")
            .getGET()
            .summary("The engine about itself, and the gateway about itself");
    for (String code : List.of("200", "304")) {
      APIResponse response = status.getResponses().getAPIResponse(code);
      for (String header : Headers.OF_STATUS) {
        response.addHeader(header, Headers.reference(header));
      }
    }
    status
        .getResponses()
        .getAPIResponse("200")
        .getContent()
        .getMediaType("application/json")
        .schema(body);
  }

  private static void addComponents(OpenAPI api, Schemas schemas) {
    Components components = api.getComponents();
    if (components == null) {
      components = OASFactory.createComponents();
      api.setComponents(components);
    }
    ProblemParts.all(schemas).forEach(components::addResponse);
    Headers.all().forEach(components::addHeader);
    parameters().forEach(components::addParameter);
    schemas.records().forEach(components::addSchema);
  }

  private static Map<String, Parameter> parameters() {
    return Map.of(
        "IfNoneMatch",
        OASFactory.createParameter()
            .name("If-None-Match")
            .in(In.HEADER)
            .description("ETags of copies at hand; 304 when one of them is still right.")
            .schema(Schemas.typed(SchemaType.STRING)),
        "AcceptEncoding",
        OASFactory.createParameter()
            .name("Accept-Encoding")
            .in(In.HEADER)
            .description("br and gzip are here; weights are honoured.")
            .schema(Schemas.typed(SchemaType.STRING)));
  }
}
