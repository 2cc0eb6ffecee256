/** A CloudEvent 1.0 in the structured JSON format, with the two extension attributes of the mesh. */
export interface CloudEvent<Type extends string, Data> {
  readonly specversion: '1.0';
  /** Unique for the source. A reader that sees an id twice has seen one fact. */
  readonly id: string;
  /** Which control plane wrote it, e.g. `urn:millrace:control-plane:9f3c…`. */
  readonly source: string;
  readonly type: Type;
  /** The aggregate that changed, e.g. `product:operations.flights`. */
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Data;
  /** The person who did it. */
  readonly actor: string;
  /** Version of the aggregate that the decision was made on; a reader refuses the fact when it is another by then. */
  readonly expectedversion: number;
}

/** Content type of a structured-mode record (CloudEvents Kafka protocol binding §3.3). */
export const cloudEventContentType = 'application/cloudevents+json; charset=UTF-8';
