/** The levels of the tree: a module may import packages of lower levels, and those of its own level that are named here. */
export interface Level {
  readonly level: number;
  /** Packages of the same level that it may import all the same, with the reason beside it. */
  readonly peers?: readonly string[];
  /** Node's own modules it may import; absent means all. */
  readonly builtins?: readonly string[];
}

const none: readonly string[] = [];

export const levels: Readonly<Record<string, Level>> = {
  'packages/base': { level: 0, builtins: none },
  'packages/mesh': { level: 1, builtins: none },
  // The API's shapes are the mesh's words.
  'packages/api-client': { level: 1, peers: ['packages/mesh'], builtins: none },
  'packages/schema': { level: 1, builtins: none },
  // A registered schema is parsed with what it refers to, and named as data names it.
  'packages/registry-client': { level: 1, peers: ['packages/schema'], builtins: none },
  // SQL rows are read and written in the formats of schemas.
  'packages/sql': { level: 1, peers: ['packages/schema'], builtins: none },
  'packages/kafka-wire': { level: 1, builtins: ['buffer', 'zlib'] },
  // The client is the wire protocol on a socket: it has no other purpose.
  'packages/kafka-client': { level: 1, peers: ['packages/kafka-wire'] },
  'packages/broker': { level: 2 },
  'packages/registry': { level: 2 },
  'packages/streams': { level: 2 },
  'packages/control-plane': { level: 3 },
  'examples/kit': { level: 3 },
  'examples/flights': { level: 3, peers: ['examples/kit'] },
  'examples/trading': { level: 3, peers: ['examples/kit'] },
  'apps/cli': { level: 4 },
  'apps/web': { level: 4 },
};

/** The UI reaches the control plane over HTTP; of the packages it may import what is pure. */
export const webMayImport: readonly string[] = ['packages/base', 'packages/mesh', 'packages/schema', 'packages/sql'];
