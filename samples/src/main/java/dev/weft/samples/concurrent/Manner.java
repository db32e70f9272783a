package dev.weft.samples.concurrent;

/** How philosophers keep, or do not keep, from waiting for each other in a circle. */
enum Manner {
  /** Each takes the fork on the left first: when all have done so, all wait for ever. */
  GREEDY,

  /** Each takes the fork with the lower number first: nobody waits for a lower one than he has. */
  ORDERED,

  /** A waiter lets all but one of them take forks: somebody always gets the second one. */
  WAITER
}
