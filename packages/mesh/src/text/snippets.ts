import type { Snippet } from '../api.ts';
import { shellWord } from './commands.ts';

export interface SnippetInput {
  readonly bootstrap: string;
  readonly topic: string;
  readonly registry: string;
  readonly group: string;
  /** The keys of the topic have a schema of their own; otherwise they are text. */
  readonly keySchema: boolean;
}

/** Programs that read the product's events from the first one as the consumer's group, complete and ready to run. */
export function snippets(input: SnippetInput): readonly Snippet[] {
  return [
    { language: 'kcat', title: 'kcat', code: kcat(input) },
    { language: 'typescript', title: 'TypeScript', code: typescript(input) },
    { language: 'python', title: 'Python', code: python(input) },
    { language: 'java', title: 'Java', code: java(input) },
  ];
}

/** Debian's and Homebrew's kcat have no Avro, so the line that works everywhere comes first. */
function kcat({ bootstrap, topic, registry, group, keySchema }: SnippetInput): string {
  const format = keySchema ? '%t [%p] @%o  %S bytes\\n' : '%t [%p] @%o  %k  %S bytes\\n';
  return `# The first five events: partition, offset${keySchema ? '' : ', key'} and size.
kcat -q -b ${bootstrap} -G ${shellWord(group)} -X auto.offset.reset=earliest -c 5 -f '${format}' ${shellWord(topic)}

# A kcat that was built with Avro ("kcat -V" names it) decodes them too:
# kcat -b ${bootstrap} -C -t ${shellWord(topic)} -o beginning -c 5 -s ${keySchema ? 'avro' : 'value=avro'} -r ${registry}
`;
}

function typescript({ bootstrap, topic, registry, group, keySchema }: SnippetInput): string {
  const key = keySchema ? 'event.key && (await registry.decode(event.key))' : 'event.key?.toString()';
  return `// npm install @platformatic/kafka @kafkajs/confluent-schema-registry, save as consume.ts, then: node consume.ts
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Consumer } from '@platformatic/kafka';

const registry = new SchemaRegistry({ host: ${quote(registry)} });
const consumer = new Consumer({
  clientId: ${quote(group)},
  groupId: ${quote(group)},
  bootstrapBrokers: ${JSON.stringify(bootstrap.split(','))},
});
const events = await consumer.consume({ topics: [${quote(topic)}], mode: 'committed', fallbackMode: 'earliest' });
for await (const event of events) {
  const key = ${key};
  const value = event.value && (await registry.decode(event.value));
  console.log(event.partition, event.offset, key, value);
}
`;
}

function python({ bootstrap, topic, registry, group, keySchema }: SnippetInput): string {
  const key = keySchema
    ? 'decode(message.key(), SerializationContext(message.topic(), MessageField.KEY))'
    : 'message.key() and message.key().decode(errors="replace")';
  return `# pip install "confluent-kafka[avro,schemaregistry]", save as consume.py, then: python consume.py
from confluent_kafka import Consumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

decode = AvroDeserializer(SchemaRegistryClient({"url": ${quote(registry)}}))
consumer = Consumer({
    "bootstrap.servers": ${quote(bootstrap)},
    "group.id": ${quote(group)},
    "auto.offset.reset": "earliest",
})
consumer.subscribe([${quote(topic)}])
try:
    while True:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise RuntimeError(message.error())
        key = ${key}
        value = decode(message.value(), SerializationContext(message.topic(), MessageField.VALUE))
        print(message.partition(), message.offset(), key, value, flush=True)
finally:
    consumer.close()
`;
}

function java({ bootstrap, topic, registry, group, keySchema }: SnippetInput): string {
  const [keyType, keyDeserializer] = keySchema
    ? ['Object', 'io.confluent.kafka.serializers.KafkaAvroDeserializer']
    : ['String', 'org.apache.kafka.common.serialization.StringDeserializer'];
  return `// Maven: org.apache.kafka:kafka-clients:4.1.0 and io.confluent:kafka-avro-serializer:8.1.0,
// the latter from https://packages.confluent.io/maven/. Save as Consume.java.
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

public class Consume {
  public static void main(String[] arguments) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", ${quote(bootstrap)});
    properties.put("group.id", ${quote(group)});
    properties.put("auto.offset.reset", "earliest");
    properties.put("key.deserializer", "${keyDeserializer}");
    properties.put("value.deserializer", "io.confluent.kafka.serializers.KafkaAvroDeserializer");
    properties.put("schema.registry.url", ${quote(registry)});
    try (KafkaConsumer<${keyType}, Object> consumer = new KafkaConsumer<>(properties)) {
      consumer.subscribe(List.of(${quote(topic)}));
      while (true) {
        for (ConsumerRecord<${keyType}, Object> event : consumer.poll(Duration.ofSeconds(1))) {
          System.out.printf("%d@%d %s %s%n", event.partition(), event.offset(), event.key(), event.value());
        }
      }
    }
  }
}
`;
}

/** A double-quoted literal, the same in TypeScript, Python and Java for these texts. */
const quote = (text: string): string => JSON.stringify(text);
