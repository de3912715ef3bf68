package io.virtuoso.gateway.serve.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates under {@code templates/page}, checked against these types by the build. */
@CheckedTemplate(basePath = "page")
final class Templates {
  private Templates() {}

  static native TemplateInstance market(MarketView view, Assets assets);

  static native TemplateInstance symbol(SymbolView view, Assets assets);

  static native TemplateInstance cache(CacheView view, Assets assets);

  static native TemplateInstance performance(PerformanceView view, Assets assets);

  static native TemplateInstance error(ErrorView view, Assets assets);
}
