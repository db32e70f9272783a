package dev.weft.spring.tests;

import static dev.weft.Weft.await;

import dev.weft.annotations.Async;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.RedirectView;
import org.springframework.web.server.ServerWebExchange;

/** Handler methods that take WebFlux's exchange, and may handle the response themselves. */
@Controller
public class ExchangeHandlers {

  @Async
  @ResponseBody
  @GetMapping("/exchange")
  String exchange(ServerWebExchange exchange) {
    Handlers.pause();
    return exchange.getRequest().getPath().value();
  }

  @Async
  @GetMapping("/exchange/handled")
  void handled(ServerHttpResponse response) {
    Handlers.pause();
    response.setStatusCode(HttpStatus.NO_CONTENT);
    response.getHeaders().set("X-By", "the method");
    await(response.setComplete().toFuture());
  }

  @Async
  @GetMapping("/view")
  RedirectView view(Model model) {
    Handlers.pause();
    model.addAttribute("id", 7);
    return new RedirectView("/users/{id}");
  }

  @Async
  @GetMapping("/exchange/view")
  RedirectView view(Model model, ServerWebExchange exchange) {
    Handlers.pause();
    model.addAttribute("id", exchange.getRequest().getPath().value().length());
    return new RedirectView("/users/{id}");
  }

  @Async
  @GetMapping("/exchange/fails")
  String fails(ServerWebExchange exchange) {
    Handlers.pause();
    throw new UnsupportedOperationException(exchange.getRequest().getPath().value());
  }

  @ExceptionHandler
  ResponseEntity<String> unsupported(UnsupportedOperationException failure) {
    return ResponseEntity.status(HttpStatus.NOT_IMPLEMENTED).body(failure.getMessage());
  }
}
