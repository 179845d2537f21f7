/**
 * Several controllers, of which one acts: the election by an ephemeral lock with a breadcrumb and a rising epoch, the
 * lease by which the one that acts knows how long it may, and what all of them know of each other.
 */
package io.conclave.controllers;
