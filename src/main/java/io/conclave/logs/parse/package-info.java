/** From the bytes of a log to its entries: pure logic, without files and clocks of its own. */
package io.conclave.logs.parse;
