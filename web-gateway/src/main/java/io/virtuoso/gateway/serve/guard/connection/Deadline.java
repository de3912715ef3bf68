package io.virtuoso.gateway.serve.guard.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A moment by which something must have happened. Belongs to the connection's event loop. */
final class Deadline {
  private final Consumer<ChannelHandlerContext> missed;
  private @Nullable ScheduledFuture<?> timer;

  Deadline(Consumer<ChannelHandlerContext> missed) {
    this.missed = missed;
  }

  /** Starts the clock; one that runs already goes on, whatever arrived meanwhile. */
  void start(ChannelHandlerContext context, Duration within) {
    if (timer == null) {
      timer =
          context
              .executor()
              .schedule(() -> fire(context, within), within.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void fire(ChannelHandlerContext context, Duration within) {
    timer = null;
    if (context.channel().config().isAutoRead()) {
      missed.accept(context);
    } else {
      start(context, within); // it is we who do not listen just now
    }
  }
}
