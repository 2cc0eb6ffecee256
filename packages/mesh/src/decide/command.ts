import type { Enforcement, PublishRequest, RegisterConsumerRequest, RuleResult } from '../api.ts';
import type { Origin, ProductMetadata } from '../facts/fact.ts';
import type { Policy } from '../gate/policy.ts';
import type { Directory } from '../people/directory.ts';

/** What a person, or the control plane itself, wants to be so. */
export type Command =
  | {
      readonly kind: 'publish-product';
      readonly request: PublishRequest;
      /** The gate's answers about the request as the cluster stands now. */
      readonly rules: readonly RuleResult[];
    }
  | { readonly kind: 'update-product'; readonly product: string; readonly changes: Partial<ProductMetadata> }
  | {
      readonly kind: 'unpublish-product';
      readonly product: string;
      /** Unpublishes although consumers are registered, and ends their registrations. */
      readonly force: boolean;
    }
  | { readonly kind: 'register-consumer'; readonly product: string; readonly request: RegisterConsumerRequest }
  | { readonly kind: 'remove-consumer'; readonly consumer: string }
  | {
      readonly kind: 'enforce-schema';
      readonly topic: string;
      readonly level: Enforcement;
      /** What the cluster does now. */
      readonly before: Enforcement;
    }
  | {
      readonly kind: 'record-query';
      readonly queryId: string;
      readonly statement: string;
      readonly sources: readonly string[];
      readonly sink?: string;
    }
  | { readonly kind: 'record-termination'; readonly queryId: string }
  | { readonly kind: 'record-statement'; readonly statement: string; readonly message: string }
  | { readonly kind: 'adopt-directory'; readonly origin: Origin; readonly directory: Directory }
  | { readonly kind: 'adopt-policies'; readonly origin: Origin; readonly policies: readonly Policy[] };

/** What a decision may use beside the state and the command. */
export interface DecisionContext {
  /** Id for the fact, new for each decision. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly source: string;
  readonly actor: string;
  /** Version of the aggregate that the person looked at; without it the newest is meant. */
  readonly version?: number;
}
