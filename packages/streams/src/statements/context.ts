import type { RegistryClient } from '@millrace/registry-client';
import type { SchemaCache } from '../registry/schema-cache.ts';
import type { Supervisor } from '../runtime/supervisor.ts';
import type { CommandRunner } from '../state/command-runner.ts';
import type { ServerKafka } from './server-kafka.ts';

/** What running a statement may touch. */
export interface StatementContext {
  readonly commands: CommandRunner;
  readonly supervisor: Supervisor;
  readonly kafka: ServerKafka;
  readonly registry: RegistryClient;
  readonly schemas: SchemaCache;
  readonly serviceId: string;
  now(): number;
  random(): number;
}

/** The session of one request: SET, UNSET, DEFINE and UNDEFINE reach no further than it. */
export interface Session {
  readonly properties: Map<string, string>;
  readonly variables: Map<string, string>;
}
