/** Ties a subject to a resource elsewhere: most often to a topic, for its keys or its values. */
export interface Association {
  readonly subject: string;
  readonly guid: string;
  readonly resourceName: string;
  /** For a topic the cluster that it is in. */
  readonly resourceNamespace: string;
  readonly resourceId: string;
  /** `topic`. */
  readonly resourceType: string;
  /** `key` or `value`. */
  readonly associationType: string;
  /** STRONG: the subject is that resource's alone, and may go with it. */
  readonly lifecycle: Lifecycle;
  /** Whether neither it nor the schemas of its subject can be changed any more. */
  readonly frozen: boolean;
  /** Milliseconds since 1970. */
  readonly createTs: number;
  readonly updateTs: number;
}

export type Lifecycle = 'STRONG' | 'WEAK';

/** What tells associations apart. A resource has one of each type. */
export type AssociationPlace = Pick<
  Association,
  'resourceName' | 'resourceNamespace' | 'resourceType' | 'associationType' | 'subject'
>;
