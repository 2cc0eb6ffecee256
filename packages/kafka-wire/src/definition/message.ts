import type { Decoded, Encodable, Fields } from './field.ts';
import type { VersionRange, Versions } from './versions.ts';
import { parseVersions } from './versions.ts';

export interface Message<F extends Fields = Fields> {
  readonly name: string;
  readonly versions: Versions;
  /** The versions with compact lengths and tagged fields (KIP-482). */
  readonly flexible: Versions;
  readonly fields: F;
}

/** Who listens for a request: `broker`, `controller`, or both. */
export type Listener = 'broker' | 'controller';

/** A request and its response, which always share their versions. */
export interface Api<Request extends Fields = Fields, Response extends Fields = Fields> {
  readonly key: number;
  readonly name: string;
  readonly versions: Versions;
  readonly flexible: Versions;
  readonly listeners: readonly Listener[];
  readonly request: Message<Request>;
  readonly response: Message<Response>;
}

/** The decoded value of a message. */
export type Value<M extends Message> = Decoded<M['fields']>;
/** The value that encoding a message takes. */
export type Input<M extends Message> = Encodable<M['fields']>;
export type RequestOf<A extends Api> = Decoded<A['request']['fields']>;
export type RequestInput<A extends Api> = Encodable<A['request']['fields']>;
export type ResponseOf<A extends Api> = Decoded<A['response']['fields']>;
export type ResponseInput<A extends Api> = Encodable<A['response']['fields']>;

export function message<F extends Fields>(definition: {
  readonly name: string;
  readonly versions: VersionRange;
  readonly flexible: VersionRange;
  readonly fields: F;
}): Message<F> {
  return {
    name: definition.name,
    versions: parseVersions(definition.versions),
    flexible: parseVersions(definition.flexible),
    fields: definition.fields,
  };
}

/** Defines an API: `request` and `response` are the fields in the order in which they travel. */
export function api<Request extends Fields, Response extends Fields>(definition: {
  readonly key: number;
  readonly name: string;
  readonly versions: VersionRange;
  readonly flexible: VersionRange;
  readonly listeners: readonly Listener[];
  readonly request: Request;
  readonly response: Response;
}): Api<Request, Response> {
  const { key, name, listeners, request, response } = definition;
  const { versions, flexible } = definition;
  return {
    key,
    name,
    versions: parseVersions(versions),
    flexible: parseVersions(flexible),
    listeners,
    request: message({ name: `${name}Request`, versions, flexible, fields: request }),
    response: message({ name: `${name}Response`, versions, flexible, fields: response }),
  };
}
