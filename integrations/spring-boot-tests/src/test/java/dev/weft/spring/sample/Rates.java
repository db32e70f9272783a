package dev.weft.spring.sample;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** What currencies are worth, as another service says. */
@Service
public class Rates {

  private final HttpClient client = HttpClient.newHttpClient();
  private final String service;

  Rates(@Value("${bank.rates}") String service) {
    this.service = service;
  }

  @Async
  public int centsFor(String currency) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service + "/" + currency)).build();
    return Integer.parseInt(await(client.sendAsync(request, BodyHandlers.ofString())).body());
  }
}
