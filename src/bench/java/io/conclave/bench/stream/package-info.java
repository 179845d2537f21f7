/** How fast messages reach viewers on WebSockets. The server runs in the suite, the viewers in a JVM of their own. */
package io.conclave.bench.stream;
