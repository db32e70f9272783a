package dev.weft.spring.sample;

import static dev.weft.Weft.emit;

import dev.weft.AsyncGenerator;
import dev.weft.Weft;
import dev.weft.annotations.Async;
import dev.weft.concurrent.AsyncSemaphore;
import dev.weft.concurrent.Broadcast;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What the bank offers. */
@RestController
public class BankController {

  private final Ledger ledger;
  private final Rates rates;
  private final Broadcast<Receipt> receipts = new Broadcast<>(1024, Broadcast.OnOverflow.SUSPEND);
  private final AsyncSemaphore connections = new AsyncSemaphore(8);

  BankController(Ledger ledger, Rates rates) {
    this.ledger = ledger;
    this.rates = rates;
  }

  @Async
  @PostMapping("/transfers")
  Receipt transfer(@RequestBody Transfer asked) {
    int cents = asked.amount() * rates.centsFor(asked.currency()); // no thread is held
    Receipt receipt = book(asked, cents);
    receipts.publish(receipt);
    return receipt;
  }

  @Async
  private Receipt book(Transfer asked, int cents) {
    connections.acquire(); // as many at once as the pool has connections
    try {
      int left = ledger.transfer(asked.from(), asked.to(), cents);
      return new Receipt(asked.from(), asked.to(), cents, left);
    } finally {
      connections.release();
    }
  }

  @Async
  @GetMapping("/accounts/{owner}")
  int balance(@PathVariable("owner") String owner) throws Exception {
    return Weft.blocking(() -> ledger.balance(owner));
  }

  @Async
  @GetMapping(value = "/receipts", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  AsyncGenerator<Receipt> receipts() {
    try (var subscription = receipts.subscribe()) { // closed when the client goes away
      for (Receipt receipt : subscription) {
        emit(receipt);
      }
    }
    return null;
  }

  /** So that the server need not wait for those who listen. */
  @EventListener(ContextClosedEvent.class)
  void close() {
    receipts.close();
  }

  @ExceptionHandler
  ResponseEntity<String> overdrawn(OverdrawnException refused) {
    return ResponseEntity.status(HttpStatus.CONFLICT).body(refused.getMessage());
  }

  int listeners() {
    return receipts.getSubscriberCount();
  }
}
