package dev.weft.spring.sample;

import dev.weft.annotations.Async;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The accounts, in a database. */
@Service
public class Ledger {

  private final JdbcTemplate jdbc;

  Ledger(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Async
  @Transactional
  public int transfer(String from, String to, int cents) {
    Stream.of(from, to).sorted().forEach(this::lock);
    add(from, -cents);
    add(to, cents);
    int left = balance(from);
    if (left < 0) {
      throw new OverdrawnException(from); // what was written is rolled back
    }
    return left;
  }

  /** In one order, so that no two transfers wait for each other. */
  private void lock(String owner) {
    jdbc.queryForList("select balance from account where owner = ? for update", owner);
  }

  private void add(String owner, int cents) {
    jdbc.update("update account set balance = balance + ? where owner = ?", cents, owner);
  }

  public int balance(String owner) {
    return jdbc.queryForObject("select balance from account where owner = ?", Integer.class, owner);
  }

  public void open(String owner, int cents) {
    jdbc.update("insert into account values (?, ?)", owner, cents);
  }

  public int total() {
    return jdbc.queryForObject("select sum(balance) from account", Integer.class);
  }
}
