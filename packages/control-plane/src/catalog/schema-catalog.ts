import type { Clock, Logger } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { ProductSchema, SchemaField } from '@millrace/mesh';
import { parseRegistered } from '@millrace/registry-client';
import type { RegisteredVersion, RegistryClient } from '@millrace/registry-client';
import { identify, schemaKind, topicSubject } from '@millrace/schema';
import type { IdentifiedData, PayloadDecoder, RecordHeaders, SchemaIdentity } from '@millrace/schema';
import { fieldsWithTags } from './tagged-fields.ts';

/** How old a subject's newest version may be when a page shows it, and that a schema was not there. */
export const schemaAgeMsMax = 5_000;

interface Known {
  readonly at: number;
  readonly schema: ProductSchema | undefined;
}

interface Asked {
  readonly at: number;
  readonly decoder: Promise<PayloadDecoder | undefined>;
  /** Whether the registry did not have the schema, which it may later. */
  isAbsent: boolean;
}

/** Schemas of topics as the registry has them, and decoders made of them. */
export class SchemaCatalog {
  readonly #registry: RegistryClient;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #bySubject = new Map<string, Known>();
  readonly #decoders = new Map<number | string, Asked>();

  constructor(registry: RegistryClient, clock: Clock, logger: Logger) {
    this.#registry = registry;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** What was last seen of the topic's value schema, without asking. */
  known(topic: string): ProductSchema | undefined {
    return this.#bySubject.get(topicSubject(topic, 'value'))?.schema;
  }

  /** As the registry says now, or as it said last when it does not answer: for pages that should not fail with it. */
  async shownSchema(topic: string, part: 'key' | 'value'): Promise<ProductSchema | undefined> {
    const subject = topicSubject(topic, part);
    try {
      return await this.#latest(subject, schemaAgeMsMax);
    } catch (error) {
      this.#logger.debug({ subject, error }, 'The registry did not tell a schema');
      return this.#bySubject.get(subject)?.schema;
    }
  }

  async valueSchema(topic: string, maxAgeMs = schemaAgeMsMax): Promise<ProductSchema | undefined> {
    return this.#latest(topicSubject(topic, 'value'), maxAgeMs);
  }

  /** Decodes data by the schema that it names; `undecoded` when it names none, or is not decodable here. */
  async decode(
    data: Uint8Array,
    headers: RecordHeaders,
    part: 'key' | 'value',
  ): Promise<{ readonly value: unknown } | 'undecoded'> {
    const identified = identifiedIn(data, headers, part);
    const decoder = identified === undefined ? undefined : await this.#decoder(identified.schema);
    if (identified === undefined || decoder === undefined) return 'undecoded';
    try {
      return { value: decoder(identified.bytes, identified.offset) };
    } catch (error) {
      this.#logger.debug({ schema: identified.schema, error }, 'A record does not fit the schema that it names');
      return 'undecoded';
    }
  }

  async #latest(subject: string, maxAgeMs: number): Promise<ProductSchema | undefined> {
    const known = this.#bySubject.get(subject);
    const now = this.#clock.now();
    if (known !== undefined && now - known.at <= maxAgeMs) return known.schema;
    const registered = await this.#registry.version(subject).catch(asService);
    const same = known?.schema !== undefined && known.schema.id === registered?.id ? known.schema : undefined;
    const schema = registered === undefined ? undefined : (same ?? (await this.#describe(registered)));
    this.#bySubject.set(subject, { at: now, schema });
    return schema;
  }

  async #describe(registered: RegisteredVersion): Promise<ProductSchema> {
    const { subject, id, version, schema: text } = registered;
    const told = { subject, id, version, text };
    try {
      const parsed = await parseRegistered(this.#registry, registered);
      const { type } = parsed;
      const name = schemaKind(type)?.recordName(parsed);
      const fields = fieldsWithTags(parsed, registered.metadata?.tags ?? {});
      return { ...told, type, ...(name === undefined ? {} : { name }), fields };
    } catch (error) {
      // What a registry did not answer is asked again; what was read and is wrong stays so.
      if (error instanceof MillraceError && error.code !== 'SCHEMA_INVALID') return asService(error);
      this.#logger.warn({ subject, error }, 'A registered schema cannot be read');
      return { ...told, type: schemaKind(registered.schemaType ?? '')?.type ?? 'AVRO', fields: [] };
    }
  }

  #decoder(identity: SchemaIdentity): Promise<PayloadDecoder | undefined> {
    const key = identity.kind === 'id' ? identity.id : identity.guid;
    const known = this.#decoders.get(key);
    const now = this.#clock.now();
    if (known !== undefined && !(known.isAbsent && now - known.at > schemaAgeMsMax)) return known.decoder;
    const asked: Asked = { at: now, isAbsent: false, decoder: this.#makeDecoder(identity).catch(asService) };
    this.#decoders.set(key, asked);
    asked.decoder.then(
      (decoder) => (asked.isAbsent = decoder === undefined),
      // What failed is asked for again the next time.
      () => this.#decoders.delete(key),
    );
    return asked.decoder;
  }

  async #makeDecoder(identity: SchemaIdentity): Promise<PayloadDecoder | undefined> {
    const registered = await this.#registry.identified(identity);
    if (registered === undefined) return undefined;
    const parsed = await parseRegistered(this.#registry, registered);
    return schemaKind(parsed.type)?.decoder(parsed);
  }
}

/** Whom the registry refuses is the mesh, not the person who asks the mesh: to them a service does not answer. */
function asService(error: unknown): never {
  if (!(error instanceof MillraceError) || error.code === 'SCHEMA_INVALID') throw error;
  throw new MillraceError('UNREACHABLE', error.message, { cause: error });
}

function identifiedIn(data: Uint8Array, headers: RecordHeaders, part: 'key' | 'value'): IdentifiedData | undefined {
  try {
    return identify(data, headers, part);
  } catch (error) {
    if (error instanceof MillraceError) return undefined;
    throw error;
  }
}

/** Every field of the tree, nested ones after the one that holds them. */
export const flatFields = (fields: readonly SchemaField[]): readonly SchemaField[] =>
  fields.flatMap((field) => [field, ...flatFields(field.fields ?? [])]);
