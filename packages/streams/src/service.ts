import type { CommandStatus, Entity } from './rest/entities.ts';
import type { OpenQuery } from './queries/open-query.ts';
import type { QueryView } from './runtime/supervisor.ts';

export interface KsqlRequest {
  /** One or more statements. */
  readonly ksql: string;
  /** Properties of the session, e.g. `ksql.streams.auto.offset.reset`. */
  readonly properties: Readonly<Record<string, string>>;
  /** Values of `${name}` in the statements. */
  readonly variables: Readonly<Record<string, string>>;
  /** Run the statements only after this command has been applied. */
  readonly commandSequenceNumber: number | undefined;
}

/** What the HTTP layer serves. */
export interface KsqlService {
  /** @throws RestError with the entities of the statements before the one that failed. */
  execute(request: KsqlRequest): Promise<readonly Entity[]>;
  openQuery(sql: string, properties: Readonly<Record<string, string>>): Promise<OpenQuery>;
  /** Stops a push query that some client opened; false when there is none of that id. */
  closeQuery(queryId: string): boolean;
  statusOf(commandId: string): CommandStatus | undefined;
  statuses(): Readonly<Record<string, CommandStatus['status']>>;
  queries(): readonly QueryView[];
  isValidProperty(name: string): boolean;
  health(): Promise<{ readonly kafka: boolean; readonly registry: boolean; readonly commands: boolean }>;
  readonly serviceId: string;
  readonly clusterId: string;
  readonly version: string;
}
