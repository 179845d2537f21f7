/** The page as a person sees it: the packaged product, its own ensemble, and the system's Chromium. */
package io.conclave.browser;
