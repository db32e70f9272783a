/**
 * What is called in place of a woven body where the receiver is a proxy, a mock, or another class
 * that was not woven.
 */
@NullMarked
package dev.weft.internal.linking;

import org.jspecify.annotations.NullMarked;
