/** What is checked, one class for each rule. */
@NullMarked
package dev.weft.checker.rules;

import org.jspecify.annotations.NullMarked;
