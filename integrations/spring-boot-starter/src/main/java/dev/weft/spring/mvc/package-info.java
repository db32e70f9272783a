/** Suspending handler methods of Spring MVC. */
@NullMarked
package dev.weft.spring.mvc;

import org.jspecify.annotations.NullMarked;
