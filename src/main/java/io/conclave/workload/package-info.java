/** Demo traffic: files, tasks, znode events and extra sessions, bounded, and switched on and off at run time. */
package io.conclave.workload;
