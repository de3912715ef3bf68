package io.virtuoso.gateway.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.TextTree;
import java.util.List;

/** A comment as Markdown on one line. */
final class Prose {
  private Prose() {}

  static String of(DocCommentTree comment) {
    return of(comment.getFullBody());
  }

  private static String of(List<? extends DocTree> parts) {
    StringBuilder prose = new StringBuilder();
    for (DocTree part : parts) {
      prose.append(
          switch (part) {
            case LiteralTree literal -> "`" + literal.getBody().getBody() + "`";
            case LinkTree link ->
                link.getLabel().isEmpty()
                    ? "`" + link.getReference().getSignature().replace("#", "") + "`"
                    : of(link.getLabel());
            case TextTree text -> text.getBody();
            default -> " ";
          });
    }
    return prose.toString().replaceAll("\\s+", " ").strip();
  }
}
