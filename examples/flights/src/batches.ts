import { RecordBatchBuilder, partitionOf } from '@millrace/kafka-wire';
import { ByteWriter, compileColumnEncoder, frameSize, parseAvro, writeFrame } from '@millrace/schema';
import { flightSchema, partitions } from './schemas.ts';
import type { FlightColumns } from './source.ts';

/** Bytes of records in a batch before it is sent: large enough to be cheap, small enough to be seen at once. */
const batchBytes = 256 * 1024;

export interface PartitionBatch {
  readonly partition: number;
  readonly batch: Uint8Array;
  readonly rows: number;
}

/** Makes record batches of flights: keyed by origin, timed by the flight, Avro behind Confluent's five bytes. */
export class FlightBatches {
  readonly #builders = new Map<number, RecordBatchBuilder>();
  readonly #keys = new Map<string, { readonly bytes: Uint8Array; readonly partition: number }>();
  readonly #encode = compileColumnEncoder(parseAvro(JSON.stringify(flightSchema)));
  readonly #out = new ByteWriter(256);
  readonly #row: unknown[] = [0, 0, 0, '', ''];
  /** Rows of each partition that are on the broker already, from a start that was cut short. */
  readonly #skip: number[];

  constructor(schemaId: number, alreadyThere: ReadonlyMap<number, number>) {
    writeFrame(schemaId, this.#out);
    this.#skip = Array.from({ length: partitions }, (_, partition) => alreadyThere.get(partition) ?? 0);
  }

  /** Adds flights; gives each batch that became full. */
  *add(columns: FlightColumns): Generator<PartitionBatch> {
    for (let index = 0; index < columns.date.length; index++) {
      const date = columns.date[index] ?? 0;
      const key = this.#key(columns.origin[index] ?? '');
      const skip = this.#skip[key.partition] ?? 0;
      if (skip > 0) {
        this.#skip[key.partition] = skip - 1;
        continue;
      }
      this.#row[0] = date;
      this.#row[1] = Number(columns.delay[index]);
      this.#row[2] = Number(columns.distance[index]);
      this.#row[3] = columns.origin[index];
      this.#row[4] = columns.destination[index];
      this.#out.position = frameSize;
      this.#encode(this.#row, this.#out);
      const builder = this.#builder(key.partition);
      builder.append(key.bytes, this.#out.view(), date);
      if (builder.size >= batchBytes) yield this.#finish(key.partition, builder);
    }
  }

  /** The batches that are not full, at the end. */
  *rest(): Generator<PartitionBatch> {
    for (const [partition, builder] of this.#builders) yield this.#finish(partition, builder);
  }

  #finish(partition: number, builder: RecordBatchBuilder): PartitionBatch {
    this.#builders.delete(partition);
    return { partition, batch: builder.build(), rows: builder.count };
  }

  #builder(partition: number): RecordBatchBuilder {
    const present = this.#builders.get(partition);
    if (present !== undefined) return present;
    const builder = new RecordBatchBuilder({ capacity: batchBytes + 1024 });
    this.#builders.set(partition, builder);
    return builder;
  }

  #key(origin: string): { readonly bytes: Uint8Array; readonly partition: number } {
    const known = this.#keys.get(origin);
    if (known !== undefined) return known;
    const bytes = new TextEncoder().encode(origin);
    const key = { bytes, partition: partitionOf(bytes, partitions) };
    this.#keys.set(origin, key);
    return key;
  }
}
