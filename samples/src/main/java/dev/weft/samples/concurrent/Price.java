package dev.weft.samples.concurrent;

/**
 * A price at one time.
 *
 * @param number counts prices from 1 on; 0 if there has been none
 * @param cents the price
 * @param last whether the market is closed, so that no other follows
 */
record Price(int number, int cents, boolean last) {

  static final Price NONE = new Price(0, 0, false);
}
