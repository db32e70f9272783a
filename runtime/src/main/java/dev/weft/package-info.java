/** What applications call: {@code await} and its kin, tasks, generators and schedulers. */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
