package monitors;

import static dev.weft.Weft.await;

import dev.weft.Task;
import dev.weft.annotations.Async;
import dev.weft.tests.conformance.Probe;

/** Synchronized methods: static ones, overridden ones, tasks, early returns and failures. */
public final class SynchronizedMethods {

  private static class Account {
    private int balance;

    @Async
    synchronized int add(Probe p, int amount) {
      int before = balance;
      balance = before + await(p.later(amount));
      p.log("add " + Thread.holdsLock(this));
      return balance;
    }

    @Async
    synchronized long wide(Probe p, long a, double b) {
      if (a < 0) {
        return -1;
      }
      for (int i = 0; i < 3; i++) {
        if (await(p.later(i)) == a) {
          return (long) (b * i);
        }
      }
      throw new IllegalArgumentException("held: " + Thread.holdsLock(this));
    }

    @Async
    synchronized Task<Integer> later(Probe p, int amount) {
      p.log("held at the start: " + Thread.holdsLock(this));
      return Task.completed(add(p, await(p.later(amount))));
    }

    @Async
    static synchronized void all(Probe p) {
      p.log(await(p.later("class ")) + Thread.holdsLock(Account.class));
    }
  }

  private static final class Savings extends Account {
    @Override
    synchronized int add(Probe p, int amount) {
      p.log("savings " + Thread.holdsLock(this));
      int result = super.add(p, await(p.later(amount)) * 2);
      p.log("still " + Thread.holdsLock(this));
      return result;
    }
  }

  @Async
  public static Object run(Probe p) {
    var account = new Account();
    p.log(account.add(p, 3));
    p.log(account.wide(p, -1, 0));
    p.log(account.wide(p, 2, 1.5));
    try {
      account.wide(p, 7, 0);
    } catch (IllegalArgumentException e) {
      p.log(e.getMessage() + " then " + Thread.holdsLock(account));
    }
    p.log(await(account.later(p, 4)));
    Account.all(p);
    Account savings = new Savings();
    p.log(savings.add(p, 5));
    Task<Integer> task = savings.later(p, 6);
    p.log(await(task));
    return Thread.holdsLock(savings);
  }
}
