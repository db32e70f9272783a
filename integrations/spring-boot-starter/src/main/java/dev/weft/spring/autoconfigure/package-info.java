/** What Spring Boot configures where this library is on the class path. */
@NullMarked
package dev.weft.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
