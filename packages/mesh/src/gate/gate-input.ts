/** The variables of a policy's expression. Whole numbers are CEL `int`. What is not given is empty, never missing. */
export interface GateInput {
  /** The publish form. */
  readonly product: {
    readonly name: string;
    readonly domain: string;
    readonly owner: string;
    readonly description: string;
    readonly quality: string;
    readonly sla: string;
    readonly alignment: string;
    readonly tags: readonly string[];
    readonly slaAcknowledged: boolean;
  };
  readonly topic: {
    readonly name: string;
    readonly exists: boolean;
    readonly internal: boolean;
    readonly partitions: number;
    readonly events: number;
    readonly sizeBytes: number;
    readonly configs: Readonly<Record<string, string>>;
  };
  /** Schema of the topic's values. */
  readonly schema: {
    readonly registered: boolean;
    readonly subject: string;
    readonly version: number;
    readonly type: string;
    /** What the cluster checks of values before it takes them: `none`, `id` or `full`. */
    readonly enforcement: string;
    /** Every tag of any of its fields. */
    readonly tags: readonly string[];
    /** Every field, nested ones too, as maps of name, path, type, nullable, doc and tags. */
    readonly fields: readonly GateField[];
  };
  readonly live: {
    readonly ratePerSecond: number;
    /** Age of the newest event by its own time; -1 when there is none. */
    readonly lastEventAgeMs: number;
    readonly retentionMs: number;
    readonly compacted: boolean;
  };
  readonly actor: { readonly name: string; readonly known: boolean; readonly domains: readonly string[] };
  readonly domain: { readonly name: string; readonly known: boolean; readonly topicPrefix: string };
  /** Handles of all teams. */
  readonly teams: readonly string[];
  /** Published products whose fields are nearly the same. */
  readonly similar: readonly string[];
}

export interface GateField {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly doc: string;
  readonly tags: readonly string[];
}

/** The same as CEL types, against which every expression is checked before it is asked. */
export const gateVariables: Readonly<Record<keyof GateInput, string | Readonly<Record<string, string>>>> = {
  product: {
    name: 'string',
    domain: 'string',
    owner: 'string',
    description: 'string',
    quality: 'string',
    sla: 'string',
    alignment: 'string',
    tags: 'list<string>',
    slaAcknowledged: 'bool',
  },
  topic: {
    name: 'string',
    exists: 'bool',
    internal: 'bool',
    partitions: 'int',
    events: 'int',
    sizeBytes: 'int',
    configs: 'map<string, string>',
  },
  schema: {
    registered: 'bool',
    subject: 'string',
    version: 'int',
    type: 'string',
    enforcement: 'string',
    tags: 'list<string>',
    fields: 'list<map>',
  },
  live: { ratePerSecond: 'double', lastEventAgeMs: 'int', retentionMs: 'int', compacted: 'bool' },
  actor: { name: 'string', known: 'bool', domains: 'list<string>' },
  domain: { name: 'string', known: 'bool', topicPrefix: 'string' },
  teams: 'list<string>',
  similar: 'list<string>',
};

/** The input as CEL takes it: its `int` is a bigint here. */
export function celContext(input: GateInput): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const [name, types] of Object.entries(gateVariables)) {
    const value: unknown = input[name as keyof GateInput];
    context[name] =
      typeof types === 'string'
        ? value
        : Object.fromEntries(
            Object.entries(types).map(([member, type]) => {
              const of = (value as Readonly<Record<string, unknown>>)[member];
              return [member, type === 'int' && typeof of === 'number' ? BigInt(Math.round(of)) : of];
            }),
          );
  }
  return context;
}
