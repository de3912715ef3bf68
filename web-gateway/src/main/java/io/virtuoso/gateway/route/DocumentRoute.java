package io.virtuoso.gateway.route;

import io.virtuoso.gateway.route.engine.EngineTargets.Target;
import io.virtuoso.gateway.route.query.BadQueryException;
import io.virtuoso.gateway.route.query.Parameter;
import io.virtuoso.gateway.route.query.Query;
import io.virtuoso.gateway.route.query.View;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One path of the API that answers with a document or with something computed from one. Everything
 * that is done with documents of its kind follows from it: asking the engine, serving, judging
 * their age, counting them, describing them.
 */
public final class DocumentRoute {
  /** How a key spells that nothing was said. */
  private static final String UNSAID = "_";

  private final Template path;
  private final Template key;
  private final DocumentClass documents;
  private final Class<?> data;
  private final String about;
  private final List<Parameter> parameters;
  private final @Nullable View view;

  DocumentRoute(
      String path,
      String key,
      Class<?> data,
      String about,
      List<Parameter> parameters,
      @Nullable View view) {
    this.path = new Template(path, "[^/]+");
    this.key = new Template(key, "[A-Za-z0-9._=]+");
    this.documents = DocumentClass.of(new DocumentKey(this.key.fill(Map.of(), UNSAID)));
    this.data = data;
    this.about = about;
    List<Parameter> all = new ArrayList<>(parameters);
    if (view != null) {
      all.addAll(view.parameters());
    }
    this.parameters = List.copyOf(all);
    this.view = view;
    List<String> known = this.parameters.stream().map(Parameter::name).toList();
    if (!known.containsAll(this.path.names()) || !known.containsAll(this.key.names())) {
      throw new IllegalArgumentException(path + " names a parameter that it does not have");
    }
  }

  /**
   * What one request asks for.
   *
   * @param path as it was requested, without its query
   * @param view null when the document itself is asked for
   */
  public record Asked(
      DocumentRoute route, String path, DocumentKey key, View.@Nullable Asked view) {}

  /** The path with its places in braces: also the label in metrics. */
  public String path() {
    return path.toString();
  }

  /** How its documents age. */
  public DocumentClass documents() {
    return documents;
  }

  /** The record in {@code data}. */
  public Class<?> data() {
    return data;
  }

  /** What it answers, for a person. */
  public String about() {
    return about;
  }

  /** Those of the path and those of the query. */
  public List<Parameter> parameters() {
    return parameters;
  }

  public boolean isInPath(Parameter parameter) {
    return path.names().contains(parameter.name());
  }

  boolean fits(String requested) {
    return path.read(requested).isPresent();
  }

  /**
   * What is asked for.
   *
   * @param requested a path of this route
   * @param said the query's parameters
   * @throws UnknownDocumentException when nothing can exist under that path
   * @throws BadQueryException when a parameter of the query cannot be read
   */
  public Asked asked(String requested, Map<String, String> said) {
    Map<String, String> inPath =
        path.read(requested)
            .orElseThrow(() -> new IllegalArgumentException("a path of another route"));
    for (String name : said.keySet()) {
      if (inPath.containsKey(name) || parameters.stream().noneMatch(p -> p.name().equals(name))) {
        throw new BadQueryException(name, "not a parameter of this route");
      }
    }
    Map<String, String> given = new LinkedHashMap<>(said);
    given.putAll(inPath);
    Query query = read(given);
    DocumentKey document = new DocumentKey(key.fill(query.values(), UNSAID));
    View.@Nullable Asked computed = view == null ? null : view.asked(query).orElse(null);
    return new Asked(this, requested, document, computed);
  }

  private Query read(Map<String, String> given) {
    try {
      return Query.read(parameters, given);
    } catch (BadQueryException bad) {
      if (path.names().contains(bad.parameter())) {
        throw new UnknownDocumentException(path());
      }
      throw bad;
    }
  }

  /** The text in front of the first place of this route's keys. */
  String keyHead() {
    return key.head();
  }

  /** What a key of this route says; empty when it is of another. */
  Optional<Map<String, String>> readKey(DocumentKey document) {
    return key.read(document.path());
  }

  /** Where the engine answers documents of that key, which must be of this route. */
  Target target(DocumentKey document) {
    Map<String, String> values =
        readKey(document).orElseThrow(() -> new IllegalArgumentException("a key of another route"));
    Map<String, String> query = new LinkedHashMap<>(values);
    query.keySet().removeAll(Set.copyOf(path.names()));
    query.values().removeIf(UNSAID::equals);
    return new Target(path.fill(values, UNSAID), query);
  }

  @Override
  public String toString() {
    return path();
  }
}
