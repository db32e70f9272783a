package dev.weft.transformer.analysis;

import java.util.List;

/**
 * A local variable that has a value at a suspension point and need not be kept.
 *
 * @param value the variable
 * @param overwritten the lines of the stores that give it a new value before it is read again; none
 *     if it is not read again at all
 */
public record DeadVariable(Value value, List<Integer> overwritten) {}
