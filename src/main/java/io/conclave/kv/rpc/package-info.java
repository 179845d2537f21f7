/**
 * What every gRPC service of the store has in common: where it listens, TLS, the token, health and reflection, how a
 * refusal travels, and how a member calls another one.
 */
package io.conclave.kv.rpc;
