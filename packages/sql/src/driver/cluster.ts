import type { RecordHeader, RegisteredSchema, SchemaLookup } from '../operators/topology.ts';

/** A record of an in-memory topic. All are in partition 0. */
export interface TopicRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
}

export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly records: TopicRecord[];
}

/** Topics and registered schemas, in memory. */
export class Cluster implements SchemaLookup {
  readonly topics = new Map<string, Topic>();
  readonly #schemas = new Map<number, RegisteredSchema>();
  readonly #latest = new Map<string, number>();

  /** Gives the topic, made where there is none. */
  topic(name: string, partitions = 4, replicas = 1): Topic {
    let topic = this.topics.get(name);
    if (topic === undefined) {
      topic = { name, partitions, replicas, records: [] };
      this.topics.set(name, topic);
    }
    return topic;
  }

  byId(id: number): RegisteredSchema | undefined {
    return this.#schemas.get(id);
  }

  idOf(subject: string): number | undefined {
    return this.#latest.get(subject);
  }

  /** The latest schema of each subject. */
  subjects(): ReadonlyMap<string, RegisteredSchema> {
    const subjects = new Map<string, RegisteredSchema>();
    for (const [subject, id] of this.#latest) {
      const schema = this.#schemas.get(id);
      if (schema !== undefined) subjects.set(subject, schema);
    }
    return subjects;
  }

  /** Gives the id: the given one, else that of the same schema under any subject, else the next. */
  register(subject: string, schema: RegisteredSchema, id?: number): number {
    const known = [...this.#schemas].find(
      ([, each]) => each.schemaType === schema.schemaType && each.schema === schema.schema,
    )?.[0];
    const chosen = id ?? known ?? Math.max(0, ...this.#schemas.keys()) + 1;
    this.#schemas.set(chosen, schema);
    this.#latest.set(subject, chosen);
    return chosen;
  }
}
