import type { AnalysedQuery } from '../analysis/analyse-query.ts';
import type { AliasedSource } from '../analysis/query-sources.ts';
import { canonicalText } from '../analysis/scope.ts';
import { sourceColumns } from '../analysis/source-scope.ts';
import type { DataSource } from '../analysis/metastore.ts';
import type { SourceStep, StoreInfo } from './physical-plan.ts';
import { internalTopic, type PlanContext } from './plan-context.ts';
import type { KeyFormat, Stage } from './stage.ts';

/** Reads a source. `name` is its place in the query: KsqlTopic, KafkaTopic_Left … `joined`: messages name its keys with its alias. */
export function planSource(aliased: AliasedSource, name: string, joined: boolean, context: PlanContext): Stage {
  const { alias, source } = aliased;
  return {
    step: sourceStep(aliased, name, context),
    columns: sourceColumns(aliased),
    computed: new Map(),
    keys: source.schema.key.map((column) => {
      const node = { kind: 'column', at: aliased.at, source: alias, name: column.name } as const;
      const text = canonicalText(node);
      return { viable: [text], equals: [text], shown: [joined ? text : column.name], name: column.name };
    }),
    keyOrigin: 'key column',
    keyFormat: sourceFormat(source, 'key'),
    valueFormat: sourceFormat(source, 'value'),
  };
}

function sourceStep({ alias, source }: AliasedSource, name: string, context: PlanContext): SourceStep {
  return {
    kind: 'source',
    context: name,
    relation: source.kind,
    schema: source.schema,
    window: source.window,
    source: source.name,
    alias,
    topic: source.topic,
    keySerde: source.keySerde,
    valueSerde: source.valueSerde,
    timestamp: source.timestamp,
    store: source.kind === 'table' ? tableStore(source, name, context) : null,
  };
}

function tableStore(source: DataSource, name: string, context: PlanContext): StoreInfo {
  const changelogTopic = internalTopic(context, `${name}-Reduce-changelog`);
  return { name: `${name}-Reduce`, changelogTopic, keySerde: source.keySerde, valueSerde: source.valueSerde };
}

/** The format of a source's key or value, without the one schema that its own topic is bound to. */
export function sourceFormat(source: DataSource, side: 'key' | 'value'): KeyFormat {
  const { format, properties } = side === 'key' ? source.keySerde : source.valueSerde;
  return { format, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => name !== 'schemaId')) };
}

export function usedBy(query: AnalysedQuery): (key: string) => boolean {
  return (key) => query.used.has(key);
}
