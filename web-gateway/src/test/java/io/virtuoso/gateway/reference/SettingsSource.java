package io.virtuoso.gateway.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The {@code @ConfigMapping} interfaces of some modules, read by the compiler's own parser. */
final class SettingsSource {
  /** An interface, nested or not, with the comment of each of its methods. */
  private record Type(ClassTree tree, Map<MethodTree, String> comments) {}

  private final Map<String, Type> types = new HashMap<>();
  private final List<Type> mappings = new ArrayList<>();

  /** Reads every interface below those folders that is a mapping, or that a mapping may name. */
  SettingsSource(List<Path> folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        files.addAll(all.filter(SettingsSource::isOfInterest).sorted().toList());
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      DocTrees comments = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        collect(unit, comments);
      }
    }
  }

  /** Every setting below {@code prefix}, in the order of the sources. */
  List<Setting> settings(String prefix) {
    List<Setting> settings = new ArrayList<>();
    for (Type mapping : mappings) {
      String own = argument(annotation(mapping.tree, "ConfigMapping").orElseThrow(), "prefix");
      if (own.equals(prefix)) {
        read(mapping, own, settings);
      }
    }
    return settings;
  }

  /** The prefixes of all mappings. */
  List<String> prefixes() {
    return mappings.stream()
        .map(each -> argument(annotation(each.tree, "ConfigMapping").orElseThrow(), "prefix"))
        .sorted()
        .toList();
  }

  private static boolean isOfInterest(Path file) {
    try {
      String name = file.getFileName().toString();
      return name.endsWith(".java")
          && (name.endsWith("Policy.java")
              || Files.readString(file).contains("@ConfigMapping(prefix"));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private void collect(CompilationUnitTree unit, DocTrees comments) {
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void ignored) {
        if (tree.getKind() == Tree.Kind.INTERFACE) {
          Map<MethodTree, String> told = new HashMap<>();
          for (Tree member : tree.getMembers()) {
            if (member instanceof MethodTree method) {
              DocCommentTree comment =
                  comments.getDocCommentTree(new TreePath(getCurrentPath(), method));
              told.put(method, comment == null ? "" : Prose.of(comment));
            }
          }
          Type type = new Type(tree, told);
          types.put(tree.getSimpleName().toString(), type);
          if (annotation(tree, "ConfigMapping").isPresent()) {
            mappings.add(type);
          }
        }
        return super.visitClass(tree, null);
      }
    }.scan(unit, null);
  }

  private void read(Type type, String prefix, List<Setting> into) {
    for (Tree member : type.tree.getMembers()) {
      if (member instanceof MethodTree method) {
        read(type, method, prefix, into);
      }
    }
  }

  private void read(Type type, MethodTree method, String prefix, List<Setting> into) {
    String returned = String.valueOf(method.getReturnType());
    String name =
        annotated(method, "WithParentName").isPresent()
            ? prefix
            : prefix
                + "."
                + annotated(method, "WithName")
                    .map(each -> argument(each, "value"))
                    .orElse(kebab(method.getName().toString()));
    String element = returned.replaceFirst("^(?:Optional<|Map<String, ?)(.*)>$", "$1");
    if (returned.startsWith("Map<")) {
      name += ".<name>";
    }
    Type nested = types.get(element);
    if (nested != null) {
      read(nested, name, into);
      return;
    }
    String standard =
        annotated(method, "WithDefault").map(each -> argument(each, "value")).orElse("");
    into.add(
        new Setting(name, readable(element), standard, type.comments.getOrDefault(method, "")));
  }

  private static String readable(String type) {
    if (type.startsWith("Optional<") || type.startsWith("List<") || type.startsWith("Set<")) {
      String of = readable(type.substring(type.indexOf('<') + 1, type.length() - 1));
      return type.startsWith("Optional<") ? of : of + ", several";
    }
    return switch (type) {
      case "int", "long", "Integer", "Long", "OptionalInt", "OptionalLong" -> "whole number";
      case "double", "Double", "OptionalDouble" -> "number";
      case "boolean", "Boolean" -> "true or false";
      case "String" -> "text";
      case "Duration" -> "duration";
      case "MemorySize" -> "bytes, with K, M or G";
      case "Path" -> "path";
      default -> type.toLowerCase(Locale.ROOT);
    };
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static Optional<? extends AnnotationTree> annotated(MethodTree method, String name) {
    return find(method.getModifiers().getAnnotations(), name);
  }

  private static Optional<? extends AnnotationTree> annotation(ClassTree type, String name) {
    return find(type.getModifiers().getAnnotations(), name);
  }

  private static Optional<? extends AnnotationTree> find(
      List<? extends AnnotationTree> annotations, String name) {
    return annotations.stream()
        .filter(each -> each.getAnnotationType().toString().equals(name))
        .findFirst();
  }

  private static String argument(AnnotationTree annotation, String name) {
    for (ExpressionTree argument : annotation.getArguments()) {
      if (argument instanceof AssignmentTree given) {
        if (given.getVariable().toString().equals(name)) {
          return text(given.getExpression());
        }
      } else {
        return text(argument);
      }
    }
    return "";
  }

  /** A text, also one that is put together from several. */
  private static String text(ExpressionTree expression) {
    return switch (expression) {
      case LiteralTree literal -> String.valueOf(literal.getValue());
      case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
      default -> throw new IllegalArgumentException("not a constant text: " + expression);
    };
  }
}
