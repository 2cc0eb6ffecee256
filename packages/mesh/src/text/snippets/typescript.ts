import type { SchemaType } from '../../api.ts';
import type { SnippetInput } from './input.ts';
import { quote, typesOf } from './input.ts';

export function typescript(input: SnippetInput): string {
  const { bootstrap, topic, group } = input;
  const { packages, imports, setUp, value, key } = decoding(input);
  return `// npm install @platformatic/kafka ${packages}, save as consume.ts, then: node consume.ts
${imports}
import { Consumer } from '@platformatic/kafka';

${setUp}
const consumer = new Consumer({
  clientId: ${quote(group)},
  groupId: ${quote(group)},
  bootstrapBrokers: ${JSON.stringify(bootstrap.split(','))},
});
const events = await consumer.consume({ topics: [${quote(topic)}], mode: 'committed', fallbackMode: 'earliest' });
for await (const event of events) {
  const key = ${input.key === undefined ? 'event.key?.toString()' : `event.key && (await ${key}event.key))`};
  const value = event.value && (await ${value}event.value));
  console.log(event.partition, event.offset, key, value);
}
`;
}

/** How keys and values are read: up to where the bytes stand. */
interface Decoding {
  readonly packages: string;
  readonly imports: string;
  readonly setUp: string;
  readonly value: string;
  readonly key: string;
}

const deserializers: Readonly<Record<SchemaType, string>> = {
  AVRO: 'AvroDeserializer',
  JSON: 'JsonDeserializer',
  PROTOBUF: 'ProtobufDeserializer',
};

/** Where all is Avro the lighter library serves; it does not read every Protobuf and JSON Schema. */
function decoding(input: SnippetInput): Decoding {
  const { registry, value, key } = input;
  const types = typesOf(input);
  if (types.every((type) => type === 'AVRO')) {
    return {
      packages: '@kafkajs/confluent-schema-registry',
      imports: "import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';",
      setUp: `const registry = new SchemaRegistry({ host: ${quote(registry)} });`,
      value: 'registry.decode(',
      key: 'registry.decode(',
    };
  }
  const names = [...types.map((type) => deserializers[type]).sort(), 'SchemaRegistryClient', 'SerdeType'];
  const keys = key === undefined ? '' : `\nconst keys = new ${deserializers[key.type]}(registry, SerdeType.KEY, {});`;
  return {
    packages: '@confluentinc/schemaregistry',
    imports: `import { ${names.join(', ')} } from '@confluentinc/schemaregistry';`,
    setUp: `const registry = SchemaRegistryClient.newClient({ baseURLs: [${quote(registry)}] });
const values = new ${deserializers[value.type]}(registry, SerdeType.VALUE, {});${keys}`,
    value: 'values.deserialize(event.topic, ',
    key: 'keys.deserialize(event.topic, ',
  };
}
