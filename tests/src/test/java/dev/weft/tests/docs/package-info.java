/**
 * The documentation's test bed: takes every Java snippet out of the pages, compiles it, runs it
 * woven, and compares what it prints with what the page shows.
 */
package dev.weft.tests.docs;
