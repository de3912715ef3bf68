package io.virtuoso.gateway.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String GOOD = "00-" + TRACE + "-" + SPAN + "-01";

  @Test
  void theCallersTraceGoesOnWithASpanOfOurOwn() {
    TraceContext ours = TraceContext.continuing(List.of(GOOD), List.of("a=1", "b=2"));
    assertThat(ours.traceId()).isEqualTo(TRACE);
    assertThat(ours.header()).startsWith("00-" + TRACE + "-").endsWith("-01").doesNotContain(SPAN);
    assertThat(ours.state()).isEqualTo("a=1,b=2");
    TraceContext next = ours.next();
    assertThat(next.traceId()).isEqualTo(TRACE);
    assertThat(next.span()).isNotEqualTo(ours.span());
    assertThat(next.state()).isEqualTo("a=1,b=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cc-" + TRACE + "-" + SPAN + "-01",
        "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-brings",
      })
  void aLaterVersionIsReadAsFarAsItIsKnown(String header) {
    assertThat(TraceContext.continuing(List.of(header), List.of()).traceId()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + SPAN,
        "00-" + TRACE + "-" + SPAN + "-1",
        "00-" + TRACE + "-" + SPAN + "-01-",
        "00-" + TRACE + "-" + SPAN + "-01-extra",
        "00-" + TRACE + "-" + SPAN + "-0g",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "0x-" + TRACE + "-" + SPAN + "-01",
        "cc-" + TRACE + "-" + SPAN + "-01.what",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00_" + TRACE + "_" + SPAN + "_01",
        "00-" + TRACE + "-" + SPAN + "-01 ",
        " 00-" + TRACE + "-" + SPAN + "-01",
      })
  void whatIsSpeltWrongBeginsATraceOfOurOwn(String header) {
    TraceContext ours = TraceContext.continuing(List.of(header), List.of("a=1"));
    assertThat(ours.traceId()).isNotEqualTo(TRACE);
    assertThat(ours.state()).isNull();
    assertThat(ours.flags()).isZero();
  }

  @Test
  void twoParentsAreNone() {
    assertThat(TraceContext.continuing(List.of(GOOD, GOOD), List.of()).traceId())
        .isNotEqualTo(TRACE);
  }

  @Test
  void aStateThatIsTooLongOrUnprintableIsNotHandedOn() {
    assertThat(TraceContext.continuing(List.of(GOOD), List.of("a=" + "x".repeat(511))).state())
        .isNull();
    assertThat(TraceContext.continuing(List.of(GOOD), List.of("a=1\r\nX: y")).state()).isNull();
    assertThat(TraceContext.continuing(List.of(GOOD), List.of(" ")).state()).isNull();
  }

  @Property(tries = 500)
  void noHeaderBreaksAnything(@ForAll String header) {
    assertThat(TraceContext.continuing(List.of(header), List.of(header)).header())
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  }

  @Test
  void whatWeWriteWeRead() {
    TraceContext ours = TraceContext.begin();
    TraceContext read = TraceContext.parse(ours.header());
    assertThat(read).isEqualTo(ours);
  }
}
