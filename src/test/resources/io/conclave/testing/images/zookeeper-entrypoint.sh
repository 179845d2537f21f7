#!/bin/bash
# Stands in for the start-up script of the official zookeeper image: the same variables, the same folders, the same
# refusal to overwrite a configuration or an id that is there.
set -eu

set_if_given() {
    [ -z "$2" ] || echo "$1=$2"
}

if [ ! -f /conf/zoo.cfg ]; then
    {
        echo dataDir=/data
        echo dataLogDir=/datalog
        echo "tickTime=${ZOO_TICK_TIME:-2000}"
        echo "initLimit=${ZOO_INIT_LIMIT:-5}"
        echo "syncLimit=${ZOO_SYNC_LIMIT:-2}"
        echo "autopurge.snapRetainCount=${ZOO_AUTOPURGE_SNAPRETAINCOUNT:-3}"
        echo "autopurge.purgeInterval=${ZOO_AUTOPURGE_PURGEINTERVAL:-0}"
        echo "maxClientCnxns=${ZOO_MAX_CLIENT_CNXNS:-60}"
        echo "standaloneEnabled=${ZOO_STANDALONE_ENABLED:-true}"
        echo "admin.enableServer=${ZOO_ADMINSERVER_ENABLED:-true}"
        for line in ${ZOO_SERVERS:-server.1=localhost:2888:3888;2181}; do
            echo "$line"
        done
        set_if_given 4lw.commands.whitelist "${ZOO_4LW_COMMANDS_WHITELIST:-}"
        for line in ${ZOO_CFG_EXTRA:-}; do
            echo "$line"
        done
    } > /conf/zoo.cfg
fi
[ -f /data/myid ] || echo "${ZOO_MY_ID:-1}" > /data/myid

exec java "-Xmx${ZK_SERVER_HEAP:-1000}m" ${SERVER_JVMFLAGS:-} -cp "/conf:/zookeeper/*" \
    org.apache.zookeeper.server.quorum.QuorumPeerMain /conf/zoo.cfg
