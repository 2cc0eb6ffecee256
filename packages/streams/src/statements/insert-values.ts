import { assert } from '@millrace/base';
import { evaluate, execute, type InsertPlan, type ParsedStatement, rowEncoder } from '@millrace/sql';
import type { NewRecord } from './server-kafka.ts';
import type { Session, StatementContext } from './context.ts';
import { engineContext } from './engine-context.ts';
import { registerSource } from './register-source.ts';

/** INSERT INTO … VALUES: writes one record, and answers when the broker has it. */
export async function insertValues(
  context: StatementContext,
  session: Session,
  parsed: ParsedStatement,
): Promise<void> {
  const properties = Object.fromEntries(session.properties);
  const surroundings = await engineContext(context, parsed.statement, properties);
  const execution = execute(context.commands.state, parsed, surroundings);
  assert(execution.kind === 'insertValues', 'INSERT VALUES is planned as such');
  const { insert } = execution;
  await registerSource(context, insert.source);
  await context.kafka.produce(insert.source.topic, encodeRow(context, insert, properties));
}

function encodeRow(
  context: StatementContext,
  insert: InsertPlan,
  properties: Readonly<Record<string, string>>,
): NewRecord {
  const { source } = insert;
  const { functions } = context.commands.state.metastore;
  const environment = { properties, now: () => context.now(), random: () => context.random() };
  const valueOf = (expression: InsertPlan['key'][number]): unknown => evaluate(expression, functions, environment);
  const encode = (isKey: boolean, row: readonly unknown[]): Uint8Array | null => {
    const [serde, columns] = isKey ? [source.keySerde, source.schema.key] : [source.valueSerde, source.schema.value];
    return rowEncoder({ serde, columns, isKey, topic: source.topic, schemas: context.schemas })(row);
  };
  return {
    key: encode(true, insert.key.map(valueOf)),
    value: encode(false, insert.value.map(valueOf)),
    timestamp: insert.timestamp === null ? context.now() : Number(valueOf(insert.timestamp)),
  };
}
