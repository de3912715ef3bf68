package io.virtuoso.engine.publish;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.virtuoso.engine.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis, as a process that can be stopped, killed and started again. */
public final class RedisProcess implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final int port;
  private @Nullable Process process;

  /** Not running yet, on a free port. */
  public RedisProcess(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  /** Starts it, empty, and waits until it answers. */
  public RedisProcess start() throws IOException {
    String executable = ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
    process =
        new ProcessBuilder(
                executable,
                "--port",
                Integer.toString(port),
                "--bind",
                HOST,
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Patience.await().ignoreExceptions().until(this::answers);
    return this;
  }

  private boolean answers() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == '+';
    }
  }

  /** Its address, as configurations write it. */
  public String url() {
    return "redis://" + HOST + ":" + port;
  }

  public int port() {
    return port;
  }

  /** Ends it; what it held is gone. */
  public void stop() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
      process = null;
    }
  }

  /** Lets it hang: its sockets stay open and nothing is answered. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("not running");
    }
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).inheritIO().start();
    if (!kill.waitFor(30, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** One command over a client of its own. */
  static @Nullable Response ask(
      Vertx vertx, RedisProcess at, Command command, String... arguments) {
    Redis client = Redis.createClient(vertx, at.url());
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    Future<@Nullable Response> answer = client.send(request);
    try {
      return answer.toCompletionStage().toCompletableFuture().join();
    } finally {
      client.close();
    }
  }
}
