import type { SchemaType } from '../../api.ts';
import type { SnippetInput } from './input.ts';
import { quote, typesOf } from './input.ts';

const artifacts: Readonly<Record<SchemaType, string>> = {
  AVRO: 'kafka-avro-serializer',
  JSON: 'kafka-json-schema-serializer',
  PROTOBUF: 'kafka-protobuf-serializer',
};
const deserializers: Readonly<Record<SchemaType, string>> = {
  AVRO: 'io.confluent.kafka.serializers.KafkaAvroDeserializer',
  JSON: 'io.confluent.kafka.serializers.json.KafkaJsonSchemaDeserializer',
  PROTOBUF: 'io.confluent.kafka.serializers.protobuf.KafkaProtobufDeserializer',
};
const text = 'org.apache.kafka.common.serialization.StringDeserializer';

export function java(input: SnippetInput): string {
  const { bootstrap, topic, registry, group, value, key } = input;
  const keyType = key === undefined ? 'String' : 'Object';
  const theirs = typesOf(input).map((type) => `io.confluent:${artifacts[type]}:8.1.0`);
  return `// Maven: org.apache.kafka:kafka-clients:4.1.0 and ${theirs.join(', ')},
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
    properties.put("key.deserializer", "${key === undefined ? text : deserializers[key.type]}");
    properties.put("value.deserializer", "${deserializers[value.type]}");
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
