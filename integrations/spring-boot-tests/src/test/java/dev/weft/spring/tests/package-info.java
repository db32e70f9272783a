/**
 * Tests of the starter by applications that serve HTTP. They are compiled and run with Spring Boot
 * 3 here, and with Spring Boot 4 in weft-spring-boot-4-tests.
 */
package dev.weft.spring.tests;
