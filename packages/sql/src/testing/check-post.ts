import { resolveType } from '../analysis/resolve-type.ts';
import type { Driver } from '../driver/driver.ts';
import { type Json, parseJson, printJson } from '../formats/json-scanner.ts';
import type { Column, SerdeInfo, Step, StoreInfo, WindowInfo } from '../plan/physical-plan.ts';
import { parseColumnsText } from '../syntax/parse.ts';
import { formatType } from '../types/format-type.ts';
import { type JsonObject, objectOf, objectsOf, type TestCase, textOf } from './case-file.ts';
import { matches, show } from './compare.ts';
import { Mismatch } from './mismatch.ts';

/** Compares what a case says of sources and topics after its statements. @throws Mismatch */
export function checkPost(test: TestCase, driver: Driver): void {
  if (test.post === null) return;
  for (const want of objectsOf(test.post.get('sources'))) checkSource(want, driver);
  const blacklist = textOf(objectOf(test.post.get('topics')).get('blacklist'));
  const forbidden =
    blacklist === undefined ? undefined : internalTopics(driver).find((name) => new RegExp(blacklist).test(name));
  if (forbidden !== undefined) throw new Mismatch(`the topic ${forbidden} must not be`);
  const known = topicSerdes(driver);
  for (const want of objectsOf(objectOf(test.post.get('topics')).get('topics'))) checkTopic(want, known, driver);
}

function internalTopics(driver: Driver): string[] {
  return [...driver.cluster.topics.keys(), ...driver.plans.flatMap((plan) => driver.topology(plan).repartitionTopics)];
}

interface TopicSides {
  readonly key: SerdeInfo;
  readonly value: SerdeInfo;
  readonly window: WindowInfo | null;
}

/** How each sink, repartition and changelog topic of the queries is written. */
function topicSerdes(driver: Driver): Map<string, TopicSides> {
  const known = new Map<string, TopicSides>();
  for (const source of driver.state.metastore.sources.values()) {
    known.set(source.topic, { key: source.keySerde, value: source.valueSerde, window: source.window });
  }
  for (const plan of driver.plans) {
    const visit = (step: Step): void => {
      if ((step.kind === 'partitionBy' || step.kind === 'groupBy') && step.repartition !== null) {
        known.set(step.repartition.topic, {
          key: step.repartition.keySerde,
          value: step.repartition.valueSerde,
          window: step.window,
        });
      }
      for (const store of storesOf(step)) {
        if (store.changelogTopic !== null)
          known.set(store.changelogTopic, {
            key: store.keySerde,
            value: store.valueSerde,
            window: step.window,
          });
      }
      if ('input' in step) visit(step.input);
      else if ('left' in step) {
        visit(step.left);
        visit(step.right);
      }
    };
    visit(plan.root);
  }
  return known;
}

function storesOf(step: Step): readonly StoreInfo[] {
  if (step.kind === 'aggregate') return [step.store];
  if (step.kind === 'source' || step.kind === 'partitionBy') return step.store === null ? [] : [step.store];
  return step.kind === 'streamStreamJoin' ? [step.leftStore, step.rightStore] : [];
}

/** A format as a test file writes it, in one order. */
function formatText(
  format: string,
  properties: Readonly<Record<string, unknown>>,
  features: readonly string[],
  window: string,
): string {
  const sorted = Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value)}`)
    .toSorted();
  return [format, ...sorted, ...features.toSorted(), window].filter((part) => part !== '').join(' ');
}

/** The size in seconds. */
function windowText({ type, sizeMs }: WindowInfo): string {
  return `${type} ${sizeMs === null ? 'null' : sizeMs / 1000}`;
}

function checkTopic(want: JsonObject, known: ReadonlyMap<string, TopicSides>, driver: Driver): void {
  const name = textOf(want.get('name')) ?? '';
  const sides = known.get(name);
  if (sides === undefined) throw new Mismatch(`there is no topic ${name}, only ${[...known.keys()].join(' ')}`);
  for (const side of ['key', 'value'] as const) {
    const format = want.get(`${side}Format`);
    if (format instanceof Map) {
      const info = objectOf(format.get('windowInfo'));
      const window =
        side === 'key' && info.size > 0 ? `${textOf(info.get('type')) ?? ''} ${show(info.get('size') ?? null)}` : '';
      const features = Array.isArray(format.get('features'))
        ? (format.get('features') as Json[]).map(show).map((each) => each.replaceAll('"', ''))
        : [];
      const expected = formatText(
        textOf(format.get('format')) ?? '',
        Object.fromEntries(objectOf(format.get('properties'))),
        features,
        window,
      );
      const serde = sides[side];
      const own = side === 'key' && sides.window !== null ? windowText(sides.window) : '';
      const actual = formatText(serde.format, serde.properties, serde.features, own);
      if (actual !== expected) throw new Mismatch(`${side} format of the topic ${name} is ${actual}, not ${expected}`);
    }
    const schema = want.get(`${side}Schema`);
    const registered = driver.cluster.byId(driver.cluster.idOf(`${name}-${side}`) ?? -1);
    if (
      schema !== undefined &&
      registered?.schemaType === 'AVRO' &&
      !matches(parseJson(registered.schema), schema, { exact: false })
    ) {
      throw new Mismatch(`${side} schema of the topic ${name} is ${registered.schema}, not ${printJson(schema)}`);
    }
  }
  const partitions = want.get('partitions');
  const actual = driver.cluster.topics.get(name)?.partitions;
  if (partitions !== undefined && actual !== undefined && Number(partitions) !== actual)
    throw new Mismatch(`the topic ${name} has ${actual} partitions, not ${show(partitions)}`);
}

function columnsText(key: readonly Column[], value: readonly Column[]): string {
  const one = (column: Column, suffix: string): string => `\`${column.name}\` ${formatType(column.type)}${suffix}`;
  return [
    ...key.map((column) => one(column, ' KEY')),
    ...value.map((column) => one(column, headerSuffix(column))),
  ].join(', ');
}

function headerSuffix({ headers }: Column): string {
  if (headers === undefined) return '';
  return headers.key === null ? ' HEADERS' : ` HEADER('${headers.key}')`;
}

function expectedColumns(text: string, driver: Driver): string {
  const columns = parseColumnsText(text).map((column) => ({
    role: column.role,
    name: column.name,
    type: resolveType(column.type, driver.state.metastore.types),
    ...(column.role === 'headers' ? { headers: { key: column.headerKey } } : {}),
  }));
  const isKey = (column: (typeof columns)[number]): boolean => column.role === 'key' || column.role === 'primaryKey';
  return columnsText(
    columns.filter(isKey),
    columns.filter((column) => !isKey(column)),
  );
}

function checkSource(want: JsonObject, driver: Driver): void {
  const name = textOf(want.get('name')) ?? '';
  const source = driver.source(name);
  if (source === undefined) throw new Mismatch(`there is no stream or table ${name}`);
  const check = (what: string, is: string, expected: string): void => {
    if (is !== expected) throw new Mismatch(`${what} of ${name} is ${is}, not ${expected}`);
  };
  check('kind', source.kind, textOf(want.get('type'))?.toLowerCase() ?? source.kind);
  const schema = textOf(want.get('schema'));
  if (schema !== undefined)
    check('schema', columnsText(source.schema.key, source.schema.value), expectedColumns(schema, driver));
  const keyFormat = want.get('keyFormat');
  if (keyFormat instanceof Map) {
    check('key format', source.keySerde.format, textOf(keyFormat.get('format')) ?? '');
    check('window type', source.window?.type ?? 'none', textOf(keyFormat.get('windowType')) ?? 'none');
    check('window size', String(source.window?.sizeMs ?? null), printJson(keyFormat.get('windowSize') ?? null));
  }
  const valueFormat = want.get('valueFormat');
  if (valueFormat !== undefined)
    check(
      'value format',
      source.valueSerde.format,
      textOf(valueFormat) ?? textOf(objectOf(valueFormat).get('format')) ?? '',
    );
  checkFeatures('key features', want.get('keyFeatures'), source.keySerde, check);
  checkFeatures('value features', want.get('valueFeatures'), source.valueSerde, check);
  const isSource = want.get('isSource');
  if (typeof isSource === 'boolean') check('read only', String(source.readOnly), String(isSource));
}

function checkFeatures(
  what: string,
  want: Json | undefined,
  serde: SerdeInfo,
  check: (what: string, is: string, expected: string) => void,
): void {
  if (!Array.isArray(want)) return;
  check(what, serde.features.toSorted().join(), want.map(String).toSorted().join());
}
