import { createSource } from '../analysis/create-source.ts';
import type { DataSource } from '../analysis/metastore.ts';
import { resolveType } from '../analysis/resolve-type.ts';
import { readProperties } from '../analysis/with-properties.ts';
import type { CreateSource, CreateType, SourceKind } from '../syntax/ast.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType } from '../types/format-type.ts';
import { changed, type EngineContext, type EngineState, type Execution } from './engine-types.ts';
import type { PhysicalPlan } from './physical-plan.ts';
import { planSource } from './plan-source.ts';
import { planContext } from './query-identity.ts';

/** CREATE STREAM or TABLE over a topic. */
export function createSourceChange(
  state: EngineState,
  statement: CreateSource,
  text: string,
  context: EngineContext,
): Execution {
  const { name, sourceKind } = statement;
  if (statement.orReplace && statement.readOnly) throw noReplacement(sourceKind, name, statement);
  const existing = state.metastore.sources.get(name);
  if (existing !== undefined) {
    if (statement.ifNotExists) return changed({ message: existsMessage(existing) });
    refuseExisting(existing, statement);
  }
  const { metastore } = state;
  const source = createSource(statement, text, { metastore, settings: context.settings, schemas: context.schemas });
  const properties = readProperties(statement.properties, 'create');
  const started = source.readOnly && sourceKind === 'table' ? materialise(source, text, context) : null;
  return changed(
    {
      sources: [source],
      started,
      message: `${titleOf(sourceKind)} created`,
    },
    {
      name: source.topic,
      partitions: properties.partitions ?? null,
      replicas: properties.replicas ?? null,
      cleanupPolicy: properties.cleanupPolicy ?? null,
      retentionMs: properties.retentionMs ?? null,
    },
  );
}

/** A source table is kept by a query of its own, so that it can be asked. */
function materialise(source: DataSource, text: string, context: EngineContext): PhysicalPlan {
  const queryId = `CST_${source.name}_${context.queryNumber}`;
  const plan = planContext(queryId, context, {}, false);
  const aliased = { alias: source.name, source, at: { line: 1, column: 1, start: 0, end: 0 } };
  const { step } = planSource(aliased, 'KsqlTopic', false, plan);
  return {
    queryId,
    kind: 'persistent',
    applicationId: plan.applicationId,
    root: step,
    sink: null,
    limit: null,
    statement: text,
    sources: [source.name],
  };
}

export function titleOf(kind: SourceKind): string {
  return kind === 'stream' ? 'Stream' : 'Table';
}

export function existsMessage({ name, kind }: DataSource): string {
  return `Cannot add ${kind} \`${name}\`: A ${kind} with the same name already exists.`;
}

function refuseExisting(existing: DataSource, statement: CreateSource): void {
  const { name, sourceKind, orReplace, at } = statement;
  if (!orReplace) {
    throw sqlError(
      'plan',
      `Cannot add ${sourceKind} '${name}': A ${existing.kind} with the same name already exists`,
      at,
    );
  }
  refuseReplacement(existing, sourceKind, statement);
}

function noReplacement(kind: SourceKind, name: string, { at }: Pick<CreateSource, 'at'>): Error {
  return sqlError('plan', `Cannot add ${kind} '${name}': CREATE OR REPLACE is not supported on source ${kind}s.`, at);
}

/** CREATE OR REPLACE keeps what a stream or table is; read-only ones cannot be replaced at all. */
export function refuseReplacement(
  existing: DataSource,
  kind: SourceKind,
  statement: Pick<CreateSource, 'at' | 'name'>,
): void {
  if (existing.readOnly) throw noReplacement(kind, statement.name, statement);
  if (existing.kind === kind) return;
  throw sqlError(
    'plan',
    `Cannot add ${kind} '${statement.name}': A ${existing.kind} with the same name already exists`,
    statement.at,
  );
}

/** CREATE TYPE name AS type. */
export function createTypeChange(state: EngineState, statement: CreateType): Execution {
  const { name, at } = statement;
  if (state.metastore.types.has(name)) {
    const message = `Cannot register type with name '${name}': a type with the same name is registered already`;
    if (statement.ifNotExists) return changed({ message });
    throw sqlError('plan', `Cannot register custom type '${name}' since it is already registered with type`, at);
  }
  const type = resolveType(statement.type, state.metastore.types);
  return changed({
    types: [[name, type]],
    message: `Registered custom type with name '${name}' and SQL type ${formatType(type)}`,
  });
}
