/** The page and the libraries that it loads, out of the class path. */
package io.conclave.web.page;
