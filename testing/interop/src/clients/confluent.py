"""Does one thing with confluent-kafka and tells what happens as lines of JSON: topics, produce, join, transact, read-committed."""

import json
import signal
import sys

from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient


def say(**what):
    print(json.dumps(what), flush=True)


def send(producer, topic, values):
    failures = []
    for value in values:
        producer.produce(topic, value, on_delivery=lambda error, _: error and failures.append(str(error)))
        producer.poll(0)
    producer.flush(30)
    if failures:
        sys.exit(failures[0])


def consumer_of(bootstrap, group, **more):
    return Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "session.timeout.ms": 6000,
            "heartbeat.interval.ms": 300,
            **more,
        }
    )


def topics(bootstrap):
    say(topics=list(AdminClient({"bootstrap.servers": bootstrap}).list_topics(timeout=30).topics))


def produce(bootstrap, topic):
    send(Producer({"bootstrap.servers": bootstrap, "enable.idempotence": True}), topic, sys.stdin.read().split())


def join(bootstrap, group, topic):
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    consumer = consumer_of(bootstrap, group)
    tell = lambda consumer, partitions: say(assigned=[each.partition for each in partitions])
    consumer.subscribe([topic], on_assign=tell, on_revoke=lambda *_: say(assigned=[]))
    while not stopped:
        message = consumer.poll(0.1)
        if message is not None and message.error() is None:
            say(value=message.value().decode())
    consumer.close()


def transact(bootstrap, topic, transactional_id, outcome):
    producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": transactional_id})
    producer.init_transactions(30)
    producer.begin_transaction()
    send(producer, topic, sys.stdin.read().split())
    if outcome == "commit":
        producer.commit_transaction(30)
    else:
        producer.abort_transaction(30)


def read_committed(bootstrap, topic, last):
    consumer = consumer_of(bootstrap, f"{topic}-committed", **{"isolation.level": "read_committed"})
    consumer.subscribe([topic])
    value = None
    while value != last:
        message = consumer.poll(1)
        if message is not None and message.error() is None:
            value = message.value().decode()
            say(value=value)
    consumer.close()


if __name__ == "__main__":
    actions = {
        "topics": topics,
        "produce": produce,
        "join": join,
        "transact": transact,
        "read-committed": read_committed,
    }
    actions[sys.argv[1]](*sys.argv[2:])
