import type { Alignment, Enforcement, Quality, Sla } from '../api.ts';
import type { Policy } from '../gate/policy.ts';
import type { Directory } from '../people/directory.ts';
import type { CloudEvent } from './cloud-event.ts';

export interface ProductMetadata {
  readonly owner: string;
  readonly description: string;
  readonly quality: Quality;
  readonly sla: Sla;
  readonly alignment: Alignment;
  readonly tags: readonly string[];
}

/** Where a set of rules or people came from: built in, or a file of the operator. */
export type Origin = 'default' | 'file';

/** What each type of fact carries. Readers ignore members that they do not know. */
export interface FactData {
  'io.millrace.product.published': ProductMetadata & {
    readonly domain: string;
    readonly name: string;
    readonly topic: string;
    readonly major: number;
    readonly slaAcknowledged: boolean;
    /** Names of the policies that it passed. */
    readonly passed: readonly string[];
  };
  'io.millrace.product.updated': Partial<ProductMetadata>;
  'io.millrace.product.unpublished': { readonly topic: string; readonly consumers: readonly string[] };
  'io.millrace.consumer.registered': {
    readonly id: string;
    readonly name: string;
    readonly product: string;
    readonly purpose: string;
    readonly group: string;
  };
  'io.millrace.consumer.removed': { readonly id: string; readonly name: string; readonly product: string };
  'io.millrace.topic.enforced': {
    readonly topic: string;
    readonly level: Enforcement;
    readonly before: Enforcement;
  };
  'io.millrace.query.created': {
    readonly queryId: string;
    readonly statement: string;
    /** Topics. */
    readonly sources: readonly string[];
    readonly sink?: string;
  };
  'io.millrace.query.terminated': { readonly queryId: string };
  'io.millrace.statement.executed': { readonly statement: string; readonly message: string };
  'io.millrace.directory.adopted': { readonly origin: Origin; readonly directory: Directory };
  'io.millrace.policies.adopted': { readonly origin: Origin; readonly policies: readonly Policy[] };
}

export type FactType = keyof FactData;
export type FactOf<Type extends FactType> = CloudEvent<Type, FactData[Type]>;
export type Fact = { [Type in FactType]: FactOf<Type> }[FactType];

/** A fact of a type that this release does not know. It still counts as a version of its subject, so that releases agree. */
export type ForeignFact = CloudEvent<string, unknown>;
