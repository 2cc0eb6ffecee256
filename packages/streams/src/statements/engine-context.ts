import type { RegisteredSchema as Registered } from '@millrace/registry-client';
import type { EngineContext, RegisteredSchema, Statement } from '@millrace/sql';
import type { StatementContext } from './context.ts';

/** Asks the cluster and the registry for what deciding a statement may need, since the engine itself never waits. */
export async function engineContext(
  context: StatementContext,
  statement: Statement,
  settings: Readonly<Record<string, string>>,
): Promise<EngineContext> {
  const [topics, schemas] = await Promise.all([context.kafka.topics(), schemasFor(context, statement)]);
  const layouts = new Map(
    topics.map(({ name, replicas }) => [name, { partitions: replicas.length, replicas: replicas[0] ?? 1 }]),
  );
  return {
    serviceId: context.serviceId,
    settings,
    schemas,
    queryNumber: context.commands.state.lastCommand + 1,
    topic: (name) => layouts.get(name),
  };
}

/** Schemas of the topic that the statement is over, and those that it names by id. */
async function schemasFor(context: StatementContext, statement: Statement): Promise<EngineContext['schemas']> {
  const byId = new Map<number, RegisteredSchema>();
  const idOf = new Map<string, number>();
  const { topic, ids } = namedIn(statement);
  const subjects = topic === undefined ? [] : [`${topic}-key`, `${topic}-value`];
  await Promise.all([
    ...subjects.map(async (subject) => {
      const found = await context.registry.version(subject);
      if (found === undefined) return;
      idOf.set(subject, found.id);
      byId.set(found.id, readable(found));
    }),
    ...ids.map(async (id) => {
      const found = await context.registry.identified({ kind: 'id', id });
      if (found !== undefined) byId.set(id, readable(found));
    }),
  ]);
  return { byId: (id) => byId.get(id), idOf: (subject) => idOf.get(subject) };
}

function namedIn(statement: Statement): { readonly topic: string | undefined; readonly ids: readonly number[] } {
  if (statement.kind !== 'createSource' && statement.kind !== 'createAsSelect') return { topic: undefined, ids: [] };
  let topic: string | undefined;
  const ids: number[] = [];
  for (const { name, value } of statement.properties) {
    const property = name.toUpperCase();
    if (property === 'KAFKA_TOPIC' && value.kind === 'string') topic = value.value;
    if (property.endsWith('_SCHEMA_ID') && value.kind === 'integer') ids.push(Number(value.text));
  }
  return { topic, ids };
}

function readable({ schemaType, schema }: Registered): RegisteredSchema {
  return { schemaType: schemaType === 'PROTOBUF' || schemaType === 'JSON' ? schemaType : 'AVRO', schema };
}
