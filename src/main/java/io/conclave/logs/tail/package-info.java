/** Which of the lines that are written now somebody wants to see; pure logic. */
package io.conclave.logs.tail;
