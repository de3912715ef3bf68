package io.virtuoso.gateway.route.query;

import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.MobileOverview;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dashboard without its long table. */
public final class MobileView implements View {
  private static final int LONGEST = 10;
  private static final Typed<DashboardOverview, MobileOverview> MOBILE =
      new Typed<>(DashboardOverview.class, MobileView::mobile);

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Optional<Asked> asked(Query query) {
    return Optional.of(new Asked("mobile", MOBILE::of));
  }

  private static MobileOverview mobile(DashboardOverview whole) {
    return new MobileOverview(
        whole.market(),
        first(whole.topScores()),
        first(whole.bottomScores()),
        first(whole.gainers()),
        first(whole.losers()),
        firstOf(whole.signals()),
        firstOf(whole.alerts()),
        whole.feeds(),
        whole.missing());
  }

  private static @Nullable List<Object> firstOf(@Nullable List<Object> list) {
    return list == null ? null : first(list);
  }

  private static <T> List<T> first(List<T> list) {
    return list.subList(0, Math.min(LONGEST, list.size()));
  }
}
