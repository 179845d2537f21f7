/** Who may come in: the checks that every request and every socket passes before anything looks at what it wants. */
package io.conclave.web.guard;
