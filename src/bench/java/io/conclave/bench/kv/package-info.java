/**
 * The key-value store beside Debian's etcd and redis, ZooKeeper and bare fdatasync: the same number of copies, each on
 * disk before the answer, and all data on one disk.
 *
 * <p>What is sent: {@code h2load} sends etcd and the product one gRPC call after another on each of its connections,
 * one connection for each client, and knows neither of them. It repeats one body, so each of its processes has a key
 * and a random value of its own, other ones in each round; there are four keys at most. redis has its own
 * {@code redis-benchmark} with as many connections and keys; ZooKeeper one connection of its asynchronous client with
 * as many calls outstanding as there are clients.
 */
package io.conclave.bench.kv;
