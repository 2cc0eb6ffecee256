import { Fetcher, forEachRecord, KafkaClient } from '@millrace/kafka-client';
import { compileColumnDecoder, framedId, frameSize, parseAvro } from '@millrace/schema';

export interface ReadRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

/** Every committed record that the topic holds now, once. */
export async function readAll(broker: string, topic: string, use: (record: ReadRecord) => void): Promise<number> {
  const client = await KafkaClient.connect({ bootstrap: broker, clientId: 'test-reader' });
  const fetcher = new Fetcher(client, { isolation: 'read_committed' });
  try {
    const first = await client.listOffsets(topic, 'earliest');
    const open = new Map(
      [...(await client.listOffsets(topic, 'latest'))].filter(([partition, end]) => end > (first.get(partition) ?? 0)),
    );
    fetcher.assign([...open.keys()].map((partition) => ({ topic, partition, offset: first.get(partition) ?? 0 })));
    let count = 0;
    while (open.size > 0) {
      for (const fetched of await fetcher.poll(1000)) {
        const end = open.get(fetched.partition);
        if (end === undefined) continue;
        forEachRecord(fetched, (record) => {
          if (record.offset >= end) return;
          count++;
          use(record);
        });
        if (fetched.endOffset >= end) open.delete(fetched.partition);
      }
    }
    return count;
  } finally {
    await fetcher.close();
    await client.close();
  }
}

/** Reads the named columns of Avro values, by the schemas that the registry has. */
export async function columnReader(
  registry: string,
  subject: string,
  columns: readonly string[],
): Promise<(value: Uint8Array) => readonly unknown[]> {
  const versions = (await (await fetch(`${registry}/subjects/${subject}/versions`)).json()) as readonly number[];
  const decoders = new Map<number, (value: Uint8Array, offset: number) => readonly unknown[]>();
  for (const version of versions) {
    const { id, schema } = (await (await fetch(`${registry}/subjects/${subject}/versions/${version}`)).json()) as {
      id: number;
      schema: string;
    };
    decoders.set(id, compileColumnDecoder(parseAvro(schema), columns));
  }
  return (value) => {
    const decode = decoders.get(framedId(value) ?? -1);
    if (decode === undefined) throw new Error(`a value of ${subject} has a schema that is not registered`);
    return decode(value, frameSize);
  };
}
