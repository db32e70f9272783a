package dev.weft.spring.autoconfigure;

import dev.weft.observe.Coroutines;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The Actuator endpoint {@code coroutines}: what the coroutines of the process are doing, as {@link
 * Coroutines#dump} tells it.
 */
@Endpoint(id = "coroutines")
public class CoroutinesEndpoint {

  /** For Spring. */
  public CoroutinesEndpoint() {}

  /** For programs: all of the dump, as the schema in the guide says. */
  @ReadOperation(produces = "application/json")
  public String json() {
    return Coroutines.dump().toJson();
  }

  /** For people: the summary, without variables. */
  @ReadOperation(produces = "text/plain;charset=UTF-8")
  public String text() {
    return Coroutines.dump().toSummary();
  }
}
