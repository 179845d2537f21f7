/**
 * The settings of a controller: read from flags, environment and file in that order, validated once at the start, and
 * handed to each feature as its own record.
 */
package io.conclave.config;
