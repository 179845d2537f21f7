/** What is measured on the whole product from outside: the one jar, started as a user starts it. */
package io.conclave.bench.product;
