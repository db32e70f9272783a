/**
 * A bank: transfers in transactions, a rate from another service, and receipts as server-sent
 * events. The guide's chapter on Spring Boot shows parts of it.
 */
package dev.weft.spring.sample;
