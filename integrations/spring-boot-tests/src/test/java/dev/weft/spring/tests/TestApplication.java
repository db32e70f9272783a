package dev.weft.spring.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** An application that listens on a port of its own, and a client of it. */
public final class TestApplication implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final HttpClient client = HttpClient.newBuilder().executor(threads).build();

  private TestApplication(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts {@code source} with settings like {@code "weft.loops=2"}. */
  public static TestApplication start(
      WebApplicationType type, Class<?> source, String... settings) {
    List<String> all = new ArrayList<>(List.of("--server.port=0"));
    for (String setting : settings) {
      all.add("--" + setting);
    }
    var application = new SpringApplication(source);
    application.setWebApplicationType(type);
    if (type == WebApplicationType.REACTIVE) {
      application.addInitializers(TestApplication::serveByNetty);
    }
    return new TestApplication(application.run(all.toArray(new String[0])));
  }

  /** Not by Tomcat, which is there, too; its class is elsewhere in Spring Boot 4. */
  private static void serveByNetty(ConfigurableApplicationContext context) {
    for (String name :
        List.of(
            "org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory",
            "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory")) {
      if (ClassUtils.isPresent(name, null)) {
        ((BeanDefinitionRegistry) context.getBeanFactory())
            .registerBeanDefinition(
                "netty", new RootBeanDefinition(ClassUtils.resolveClassName(name, null)));
      }
    }
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(path, headers).build(), BodyHandlers.ofString());
  }

  public String text(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  public CompletableFuture<HttpResponse<String>> begin(String path) {
    return begin(path, BodyHandlers.ofString());
  }

  public <T> CompletableFuture<HttpResponse<T>> begin(String path, BodyHandler<T> handler) {
    return client.sendAsync(request(path).build(), handler);
  }

  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return client.send(
        request(path, "Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  public CompletableFuture<HttpResponse<String>> beginPost(String path, String json) {
    return client.sendAsync(
        request(path, "Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
  }

  /** Whether a new connection is served. */
  public boolean isAccepting() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort())) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  /** Ends the application, but not the client. */
  public void closeContext() {
    context.close();
  }

  @Override
  public void close() {
    context.close();
    threads.shutdownNow();
  }
}
