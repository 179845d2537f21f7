/** REST: one class a resource, strict about what comes in, problem documents for what is wrong. */
package io.conclave.web.rest;
