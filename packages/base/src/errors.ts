/** How one kind of failure shows at each edge. What an edge does not name becomes "internal" there. */
export interface ErrorEntry {
  /** What happened, in one sentence without the particulars. */
  readonly summary: string;
  /** What the person who sees it can do. */
  readonly action: string;
  /** HTTP status of the mesh's own API. */
  readonly http: number;
  /** Exit status of the CLI: 1 the answer is no, 2 wrong usage, 3 a service is unreachable, 70 a defect of ours. */
  readonly exit: 1 | 2 | 3 | 70;
}

/** Every failure a person can meet, by its permanent code. Add an error here; documentation and mappings follow. */
export const errorRegistry = {
  INTERNAL: {
    summary: 'Something in Millrace broke.',
    action: 'Look into the log for the error with this id, and report it.',
    http: 500,
    exit: 70,
  },
  USAGE: {
    summary: 'The command or its options are not understood.',
    action: 'See --help of the command.',
    http: 400,
    exit: 2,
  },
  INVALID_REQUEST: {
    summary: 'The request is not of the form that this endpoint takes.',
    action: 'Correct the fields named in the detail.',
    http: 400,
    exit: 2,
  },
  CONFIG_INVALID: {
    summary: 'The configuration is not valid.',
    action: 'Correct the setting named in the detail.',
    http: 500,
    exit: 2,
  },
  ADDRESS_IN_USE: {
    summary: 'A port is taken by another program.',
    action: 'Choose another port, or 0 for any free one.',
    http: 500,
    exit: 3,
  },
  DATA_DIRECTORY_LOCKED: {
    summary: 'Another Millrace uses this data directory.',
    action: 'Stop it, or choose another directory with --data.',
    http: 500,
    exit: 3,
  },
  UNREACHABLE: {
    summary: 'A service did not answer.',
    action: 'Check its address and whether it runs.',
    http: 503,
    exit: 3,
  },
  NOT_FOUND: {
    summary: 'There is nothing of that name.',
    action: 'List what there is, and check the spelling.',
    http: 404,
    exit: 1,
  },
  ALREADY_EXISTS: {
    summary: 'Something of that name is there already.',
    action: 'Choose another name, or change what is there.',
    http: 409,
    exit: 1,
  },
  HAS_CONSUMERS: {
    summary: 'Others read this product.',
    action: 'Agree with its consumers first, or do it all the same with force.',
    http: 409,
    exit: 1,
  },
  REFUSED_BY_POLICY: {
    summary: 'Policies of the governance group refuse this.',
    action: 'Mend each broken rule as its remedy says, then try again.',
    http: 422,
    exit: 1,
  },
  FORBIDDEN: { summary: 'You may not do this.', action: 'Ask an owner of the domain.', http: 403, exit: 1 },
  CONFLICT: {
    summary: 'Somebody changed this at the same time.',
    action: 'Look at it again, then repeat what you did.',
    http: 409,
    exit: 1,
  },
  SQL_INVALID: {
    summary: 'The SQL statement cannot be run.',
    action: 'Correct it at the place named in the detail.',
    http: 400,
    exit: 1,
  },
  SCHEMA_INCOMPATIBLE: {
    summary: 'The new schema breaks readers of the old one.',
    action: 'Change it as each difference says, or start a new major version.',
    http: 409,
    exit: 1,
  },
  SCHEMA_INVALID: {
    summary: 'The schema cannot be read.',
    action: 'Correct it at the path named in the detail.',
    http: 422,
    exit: 1,
  },
  DATA_INVALID: {
    summary: 'Data does not fit the schema it is said to have.',
    action: 'Check that the bytes and the schema belong together, at the place named in the detail.',
    http: 422,
    exit: 1,
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorRegistry;

/** A failure of the environment or of a person's request, thrown with what is needed to mend it. */
export class MillraceError extends Error {
  override readonly name = 'MillraceError';
  readonly code: ErrorCode;
  /** Facts of this one failure that an edge may show as fields of their own. Never secrets. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}
