import { MillraceError } from '@millrace/base';
import type { DataSource } from '../analysis/metastore.ts';
import { Driver } from '../driver/driver.ts';
import { type Json, printJson } from '../formats/json-scanner.ts';
import { subjectOf } from '../formats/serde-spec.ts';
import type { FunctionRegistry } from '../functions/registry.ts';
import type { ProcessingError, RegisteredSchema } from '../operators/topology.ts';
import { type ParsedStatement, parseScript } from '../syntax/parse.ts';
import { fullMessage, isSqlError } from '../syntax/sql-error.ts';
import { compareBytes } from '../types/compare.ts';
import { type JsonObject, readCases, type TestCase, textOf } from './case-file.ts';
import { matches, show } from './compare.ts';
import { checkPost } from './check-post.ts';
import { Mismatch } from './mismatch.ts';
import { type DecodedRecord, decodeRecord, encodeRecord, headersOf } from './records.ts';

export interface CaseResult {
  readonly name: string;
  readonly file: string;
  readonly passed: boolean;
  /** Why it failed. */
  readonly reason: string | null;
}

const SERVICE_ID = 'some.ksql.service.id';
const DEFAULTS = {
  'auto.offset.reset': 'earliest',
  'ksql.service.id': SERVICE_ID,
  'ksql.headers.columns.enabled': 'true',
  'ksql.persistence.default.format.key': 'KAFKA',
};

export interface RunOptions {
  /** ksqlDB's functions and those that only its tests have. */
  readonly functions: (properties: Readonly<Record<string, string>>) => FunctionRegistry;
}

/** Runs the cases of one test file. @throws FormatError where the file is not JSON. */
export function runCases(fileName: string, text: string, options: RunOptions): CaseResult[] {
  return readCases(fileName, text).map((each) => {
    const reason = runCase(each, options);
    return { name: each.name, file: fileName, passed: reason === null, reason };
  });
}

/** Null when the case is as expected, else why not. */
export function runCase(test: TestCase, options: RunOptions): string | null {
  const properties = { ...DEFAULTS, ...test.properties };
  const errors: ProcessingError[] = [];
  const report = (error: ProcessingError): void => void errors.push(error);
  const driver = new Driver({ functions: options.functions(properties), serviceId: SERVICE_ID, properties, report });
  try {
    prepareTopics(test, driver);
    execute(test, driver);
  } catch (error) {
    return judgeError(test, error);
  }
  if (test.expectedException !== null) return `expected the error ${printJson(expectedMessage(test))}, but none came`;
  try {
    checkOutputs(test, driver);
    checkPost(test, driver);
    return null;
  } catch (error) {
    const log = errors.map((each) => `\n    log: ${each.message}`).slice(0, 5);
    if (error instanceof Mismatch) return error.message + log.join('');
    return `${describe(error)}${log.join('')}`;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isSqlError(error)
    ? error.message
    : `${error.name}: ${error.message}\n${error.stack?.split('\n').slice(1, 5).join('\n') ?? ''}`;
}

function expectedMessage(test: TestCase): Json {
  return test.expectedException?.get('message') ?? null;
}

function judgeError(test: TestCase, error: unknown): string | null {
  if (test.expectedException === null) return describe(error);
  // An error of ours in the place of the expected one is no pass.
  if (error instanceof TypeError) return describe(error);
  const texts = messagesOf(error);
  const wanted = [textOf(expectedMessage(test)), textOf(test.expectedException.get('causeMessage'))];
  const missing = wanted.find((text) => text !== undefined && !texts.some((each) => each.includes(text)));
  return missing === undefined ? null : `expected the error "${missing}", but it was "${texts[0] ?? ''}"`;
}

function messagesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const own =
    error instanceof MillraceError
      ? [error.message, fullMessage(error)]
      : [`Exception caught in process: ${error.message}`];
  return [...own, ...(error.cause === undefined ? [] : messagesOf(error.cause))];
}

const SCHEMA_TYPES: Readonly<Record<string, RegisteredSchema['schemaType']>> = {
  AVRO: 'AVRO',
  JSON: 'JSON',
  JSON_SR: 'JSON',
  PROTOBUF: 'PROTOBUF',
};

function prepareTopics(test: TestCase, driver: Driver): void {
  const declared = new Set(test.topics.map((topic) => textOf(topic.get('name'))));
  const withIds = (topic: JsonObject): boolean => topic.has('keySchemaId') || topic.has('valueSchemaId');
  declareTopics(test.topics.filter(withIds), driver);
  for (const [subject, schema] of derivedSchemas(test, driver)) {
    if (!declared.has(subject.replace(/-(key|value)$/, ''))) driver.cluster.register(subject, schema);
  }
  declareTopics(
    test.topics.filter((topic) => !withIds(topic)),
    driver,
  );
  const used = [...test.inputs, ...test.outputs].map((record) => textOf(record.get('topic')) ?? '');
  for (const name of [...used, ...createdTopics(test)]) driver.cluster.topic(name);
}

/** The schemas of the columns that CREATE statements list. */
function derivedSchemas(test: TestCase, driver: Driver): ReadonlyMap<string, RegisteredSchema> {
  const scratch = driver.fresh();
  for (const parsed of parsedSoFar(test)) {
    const { kind } = parsed.statement;
    if (kind !== 'createType' && !(parsed.statement.kind === 'createSource' && parsed.statement.columns.length > 0))
      continue;
    for (const name of createdTopics(test)) scratch.cluster.topic(name);
    try {
      scratch.execute(parsed);
    } catch (error) {
      // The statement fails again where the case runs it, and is judged there.
      if (!(error instanceof MillraceError)) throw error;
    }
  }
  return scratch.cluster.subjects();
}

function parsedSoFar(test: TestCase): readonly ParsedStatement[] {
  try {
    return parseScript(test.statements.join('\n'));
  } catch {
    return [];
  }
}

function declareTopics(topics: readonly JsonObject[], driver: Driver): void {
  for (const topic of topics) {
    const name = textOf(topic.get('name')) ?? '';
    driver.cluster.topic(name, Number(topic.get('partitions') ?? 1), Number(topic.get('replicas') ?? 1));
    for (const side of ['key', 'value'] as const) {
      const schema = topic.get(`${side}Schema`);
      if (schema === undefined || schema === null) continue;
      const schemaType = SCHEMA_TYPES[textOf(topic.get(`${side}Format`))?.toUpperCase() ?? 'AVRO'] ?? 'AVRO';
      const text = schemaType === 'PROTOBUF' && typeof schema === 'string' ? schema : printJson(schema);
      const id = topic.get(`${side}SchemaId`);
      driver.cluster.register(
        subjectOf(name, side === 'key'),
        { schemaType, schema: text },
        id === undefined ? undefined : Number(id),
      );
    }
  }
}

/** Topics that a CREATE with columns makes, where the test names them nowhere else. */
function createdTopics(test: TestCase): string[] {
  const names: string[] = [];
  for (const statement of test.statements) {
    if (
      /^\s*CREATE\s+(OR\s+REPLACE\s+)?(SOURCE\s+)?(STREAM|TABLE)\s+(IF\s+NOT\s+EXISTS\s+)?\S+\s*(\(|WITH\b)/i.test(
        statement,
      ) &&
      !/\bAS\s+SELECT\b/i.test(statement) &&
      !/\bPARTITIONS\s*=/i.test(statement)
    ) {
      const found = /KAFKA_TOPIC\s*=\s*'([^']*)'/i.exec(statement)?.[1];
      if (found !== undefined) names.push(found);
    }
  }
  return names;
}

interface Piped {
  readonly topic: string;
  readonly input: JsonObject;
}

function execute(test: TestCase, driver: Driver): void {
  for (const statement of parseScript(test.statements.join('\n'))) driver.execute(statement);
  const inputs: Piped[] = test.inputs.map((input) => ({ topic: textOf(input.get('topic')) ?? '', input }));
  const encoded = inputs.map(({ topic, input }) => ({
    topic,
    record: encodeRecord(input, sourceOf(driver, topic), driver.cluster),
  }));
  for (const { topic, record } of encoded) driver.cluster.topic(topic).records.push(record);
  for (const plan of driver.plans) runPlan(driver, plan, encoded);
}

type Encoded = { readonly topic: string; readonly record: ReturnType<typeof encodeRecord> };

function runPlan(driver: Driver, plan: Driver['plans'][number], encoded: readonly Encoded[]): void {
  const sources = new Set(plan.sources.flatMap((name) => driver.source(name)?.topic ?? []));
  const given = encoded.filter(({ topic }) => sources.has(topic));
  const withInput = new Set(given.map(({ topic }) => topic));
  const stored = [...sources]
    .filter((topic) => !withInput.has(topic))
    .flatMap((topic) => driver.cluster.topic(topic).records.map((record) => ({ topic, record })));
  const offsets = new Map<string, number>();
  const records = [...given, ...stored].map(({ topic, record }) => {
    const offset = offsets.get(topic) ?? 0;
    offsets.set(topic, offset + 1);
    return { topic, record: { ...record, offset } };
  });
  driver.run(plan, records);
}

function sourceOf(driver: Driver, topic: string): DataSource | undefined {
  return [...driver.state.metastore.sources.values()].find((source) => source.topic === topic);
}

function checkOutputs(test: TestCase, driver: Driver): void {
  const exact = test.properties['use.exact.numeric.comparison'] !== 'false';
  const inserted = test.inputs.length === 0;
  const topics = new Set(test.outputs.map((output) => textOf(output.get('topic')) ?? ''));
  for (const topic of topics) {
    const source = sourceOf(driver, topic);
    if (source === undefined) throw new Mismatch(`no stream or table has the topic ${topic}`);
    const actual = driver.cluster.topic(topic).records.map((record) => decodeRecord(record, source, driver.cluster));
    const expected = test.outputs.filter((output) => output.get('topic') === topic);
    for (const [i, want] of expected.entries()) {
      const record = actual[i];
      if (record === undefined)
        throw new Mismatch(`${topic} has ${actual.length} records, not ${expected.length}: ${showAll(actual)}`);
      checkRecord(`${topic}@${i}`, record, want, { exact, inserted });
    }
    if (actual.length !== expected.length)
      throw new Mismatch(`${topic} has ${actual.length} records, not ${expected.length}: ${showAll(actual)}`);
  }
}

function showAll(records: readonly DecodedRecord[]): string {
  return records
    .map((record) => `${show(record.key)}=${show(record.value)}`)
    .join(' ')
    .slice(0, 1000);
}

function checkRecord(
  place: string,
  actual: DecodedRecord,
  expected: JsonObject,
  how: { exact: boolean; inserted: boolean },
): void {
  const fail = (what: string, is: string, want: string): never => {
    throw new Mismatch(`${place}: ${what} is ${is}, not ${want}`);
  };
  const key = expected.get('key') ?? null;
  const value = expected.get('value') ?? null;
  if (!matches(actual.key, key, how)) fail('key', show(actual.key), printJson(key));
  if (!matches(actual.value, value, how)) fail('value', show(actual.value), printJson(value));
  const timestamp = expected.get('timestamp');
  if (timestamp !== undefined && Number(timestamp) !== actual.timestamp && !(how.inserted && Number(timestamp) === 0)) {
    fail('timestamp', String(actual.timestamp), printJson(timestamp));
  }
  const window = expected.get('window');
  if (window instanceof Map) {
    const { start, end, type } = actual.window ?? { start: -1, end: -1, type: 'none' };
    const same =
      start === Number(window.get('start')) &&
      end === Number(window.get('end')) &&
      type === textOf(window.get('type'))?.toUpperCase();
    if (!same) fail('window', `${start}-${end} ${type}`, printJson(window));
  }
  const headers = headersOf(expected.get('headers'));
  const sameHeaders =
    headers.length === actual.headers.length &&
    headers.every(([name, bytes], i) => {
      const [otherName, otherBytes] = actual.headers[i] ?? ['', null];
      if (name !== otherName) return false;
      return bytes === null || otherBytes === null ? bytes === otherBytes : compareBytes(bytes, otherBytes) === 0;
    });
  if (!sameHeaders) fail('headers', JSON.stringify(actual.headers), printJson(expected.get('headers') ?? null));
}
