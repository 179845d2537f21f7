/** How smooth the page stays in a real browser while the product publishes more than a hundred messages a second. */
package io.conclave.bench.page;
