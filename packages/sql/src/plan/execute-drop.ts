import type { DataSource } from '../analysis/metastore.ts';
import { resolveType } from '../analysis/resolve-type.ts';
import { sourceHint } from '../analysis/query-sources.ts';
import type { AlterSource, DropSource, DropType } from '../syntax/ast.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { changed, type EngineState, type Execution } from './engine-types.ts';
import { titleOf } from './execute-create.ts';

/** DROP STREAM or TABLE; the query that made it ends with it, any other reader or writer must be ended before. */
export function dropSource(state: EngineState, statement: DropSource): Execution {
  const { name, sourceKind, at } = statement;
  const source = state.metastore.sources.get(name);
  if (source === undefined) {
    const message = `${titleOf(sourceKind)} ${name} does not exist`;
    if (statement.ifExists) return changed({ message: `Source \`${name}\` does not exist.` });
    throw sqlError('plan', `${message}.${sourceHint(name, state.metastore)}`, at);
  }
  if (source.kind !== sourceKind) {
    throw sqlError(
      'plan',
      `Incompatible data source type is ${source.kind.toUpperCase()}, but statement was DROP ${sourceKind.toUpperCase()}`,
      at,
    );
  }
  if (statement.deleteTopic && source.readOnly) {
    throw sqlError('plan', `Cannot delete topic for read-only source: ${name}`, at);
  }
  const terminated = endedWith(state, source, statement);
  return {
    kind: 'change',
    change: {
      sources: [],
      dropped: [name],
      types: [],
      started: null,
      terminated,
      paused: [],
      resumed: [],
      message: `Source \`${name}\` (topic: ${source.topic}) was dropped.`,
    },
    topic: null,
    deleteTopic: statement.deleteTopic ? source.topic : null,
  };
}

function endedWith(state: EngineState, source: DataSource, { at }: DropSource): string[] {
  const plans = [...state.queries.values()].map(({ plan }) => plan);
  const own = plans.filter((plan) => isMaker(plan.queryId, plan.sink?.name ?? null, plan.sources, source));
  const others = plans.filter((plan) => !own.includes(plan));
  const readers = others.filter((plan) => plan.sources.includes(source.name)).map((plan) => plan.queryId);
  const writers = others.filter((plan) => plan.sink?.name === source.name).map((plan) => plan.queryId);
  if (readers.length > 0 || writers.length > 0) {
    throw sqlError(
      'plan',
      `Cannot drop ${source.name}.\nThe following queries read from this source: [${readers.join(', ')}].\n` +
        `The following queries write into this source: [${writers.join(', ')}].\nYou need to terminate them before dropping ${source.name}.`,
      at,
    );
  }
  return own.map((plan) => plan.queryId);
}

function isMaker(queryId: string, sinkName: string | null, sources: readonly string[], source: DataSource): boolean {
  if (queryId.startsWith(`CST_${source.name}_`)) return sinkName === null && sources[0] === source.name;
  return source.derived && sinkName === source.name && !queryId.startsWith('INSERTQUERY');
}

export function dropType(state: EngineState, { name, ifExists, at }: DropType): Execution {
  if (state.metastore.types.has(name)) return changed({ types: [[name, null]], message: `Dropped type '${name}'` });
  if (ifExists) return changed({ message: `Type '${name}' does not exist` });
  throw sqlError('plan', `Type ${name} does not exist.`, at);
}

/** ALTER … ADD COLUMN, for sources made over a topic. */
export function alterSource(state: EngineState, statement: AlterSource, text: string): Execution {
  const { name, sourceKind, at } = statement;
  const source = state.metastore.sources.get(name);
  if (source === undefined)
    throw sqlError('plan', `Source ${name} does not exist.${sourceHint(name, state.metastore)}`, at);
  if (source.kind !== sourceKind) {
    throw sqlError(
      'plan',
      `Incompatible data source type is ${source.kind.toUpperCase()}, but statement was ALTER ${sourceKind.toUpperCase()}`,
      at,
    );
  }
  if (source.derived) {
    throw sqlError(
      'plan',
      'ALTER command is not supported for CREATE ... AS statements. Use CREATE OR REPLACE instead.',
      at,
    );
  }
  if (source.readOnly)
    throw sqlError(
      'plan',
      `Cannot alter ${sourceKind} '${name}': ALTER operations are not supported on source ${sourceKind}s.`,
      at,
    );
  const added = statement.added.map((column) => ({
    name: column.name,
    type: resolveType(column.type, state.metastore.types),
  }));
  const names = [...source.schema.key, ...source.schema.value].map((column) => column.name);
  const twice = added.find((column) => names.includes(column.name));
  if (twice !== undefined)
    throw sqlError(
      'plan',
      `Cannot add column \`${twice.name}\` to schema. A column with the same name already exists.`,
      at,
    );
  const schema = { key: source.schema.key, value: [...source.schema.value, ...added] };
  return changed({
    sources: [{ ...source, schema, statement: `${source.statement}\n${text}` }],
    message: `${titleOf(sourceKind)} altered`,
  });
}
