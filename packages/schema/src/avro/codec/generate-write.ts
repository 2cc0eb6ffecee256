import { MillraceError } from '@millrace/base';
import { defaultValue } from '../default-value.ts';
import { branchName, isNamed, type AvroRecord, type AvroSchema, type AvroUnion } from '../schema.ts';
import type { Generator } from '../../codec/generator.ts';
import { entriesOfMap, entriesOfObject } from '../../codec/entries.ts';
import { chooseBranch, isBigLong, type ValueForm } from './choose-branch.ts';
import { defaultsIn } from './shape.ts';

export interface WriteContext extends ValueForm {
  readonly generator: Generator;
}

/**
 * A statement that writes the value of expression `value` (a plain variable or member) as `schema`; `w` is the writer of bytes.
 * `path` names the place for people: `legs.origin`.
 */
export function writeStatement(schema: AvroSchema, value: string, path: string, context: WriteContext): string {
  const convert = context.underlying(schema);
  if (convert === undefined) return writePlain(schema, value, path, context);
  const converted = context.generator.functionFor(schema, 'write logical', 'w, v', () =>
    writePlain(schema, 'v', path, context),
  );
  return `${converted}(w, ${context.generator.constant(convert)}(${value}));`;
}

function writePlain(schema: AvroSchema, value: string, path: string, context: WriteContext): string {
  const { generator } = context;
  const expect = (condition: string): string => `if (!(${condition})) ${failure(schema, value, path, generator)};`;
  switch (schema.kind) {
    case 'null':
      return expect(`${value} == null`);
    case 'boolean':
      return `${expect(`typeof ${value} === 'boolean'`)} w.byte(${value} ? 1 : 0);`;
    case 'int':
      return `${expect(`typeof ${value} === 'number' && (${value} | 0) === ${value}`)} w.int(${value});`;
    case 'long':
      return `${expect(`Number.isSafeInteger(${value}) || ${generator.constant(isBigLong)}(${value})`)} w.long(${value});`;
    case 'float':
    case 'double':
      return `${expect(`typeof ${value} === 'number'`)} w.${schema.kind}(${value});`;
    case 'string':
      return `${expect(`typeof ${value} === 'string'`)} w.string(${value});`;
    case 'bytes':
      return `${expect(`${value} instanceof Uint8Array`)} w.byteString(${value});`;
    case 'fixed':
      return `${expect(`${value} instanceof Uint8Array && ${value}.length === ${schema.size}`)} w.raw(${value});`;
    case 'enum': {
      const indexes = generator.constant(new Map(schema.symbols.map((symbol, index) => [symbol, index])));
      return `{ const e = ${indexes}.get(${value}); ${expect('e !== undefined')} w.int(e); }`;
    }
    case 'array':
      return callTo(generator.functionFor(schema, 'write', 'w, v', () => writeArray(schema.items, path, context)));
    case 'map':
      return callTo(generator.functionFor(schema, 'write', 'w, v', () => writeMap(schema.values, path, context)));
    case 'record':
      return callTo(generator.functionFor(schema, 'write', 'w, v', () => writeRecord(schema, path, context)));
    case 'union':
      return writeUnion(schema, value, path, context);
  }
  function callTo(name: string): string {
    return `${name}(w, ${value});`;
  }
}

function writeArray(items: AvroSchema, path: string, context: WriteContext): string {
  return `if (!Array.isArray(v)) ${wrong('array', 'v', path, context.generator)};
if (v.length > 0) {
w.long(v.length);
for (let i = 0; i < v.length; i++) { const item = v[i]; ${writeStatement(items, 'item', `${path}[]`, context)} }
}
w.byte(0);`;
}

function writeMap(values: AvroSchema, path: string, context: WriteContext): string {
  const entries = context.generator.constant(context.shape.maps === 'map' ? entriesOfMap : entriesOfObject);
  return `const entries = ${entries}(v);
if (entries === undefined) ${wrong('map', 'v', path, context.generator)};
if (entries.length > 0) {
w.long(entries.length);
for (const [key, item] of entries) { w.string(key); ${writeStatement(values, 'item', `${path}{}`, context)} }
}
w.byte(0);`;
}

function writeRecord(schema: AvroRecord, path: string, context: WriteContext): string {
  const array = context.shape.records === 'array';
  const guard = array ? `!Array.isArray(v)` : `typeof v !== 'object' || v === null`;
  const statements = schema.fields.map((field, index) => {
    const at = path === '' ? field.name : `${path}.${field.name}`;
    const source = array ? `v[${index}]` : `v[${JSON.stringify(field.name)}]`;
    return `{ ${valueOf(schema, index, source, context)}\n${writeStatement(field.type, 'a', at, context)} }`;
  });
  return `if (${guard}) ${wrong(`record ${schema.name}`, 'v', path, context.generator)};\n${statements.join('\n')}`;
}

/** Declares `a`, the field's value; an absent one is the default's. */
function valueOf(schema: AvroRecord, index: number, source: string, { generator, shape }: WriteContext): string {
  const field = schema.fields[index];
  if (field?.default === undefined) return `const a = ${source};`;
  const value = defaultValue(field.type, field.default.json, defaultsIn(shape, branchName), `/${field.name}`);
  return `let a = ${source}; if (a === undefined) a = ${generator.constant(value)};`;
}

function writeUnion(schema: AvroUnion, value: string, path: string, context: WriteContext): string {
  const { branches } = schema;
  const nullIndex = branches.findIndex((branch) => branch.kind === 'null');
  const other = branches[1 - nullIndex];
  if (branches.length === 2 && nullIndex !== -1 && other !== undefined) {
    const write = writeStatement(other, value, path, context);
    return `if (${value} == null) w.int(${nullIndex}); else { w.int(${1 - nullIndex}); ${write} }`;
  }
  const choose = context.generator.constant((chosen: unknown) => chooseBranch(schema, chosen, context));
  const name = context.generator.functionFor(schema, 'write', 'w, v', () => {
    const cases = branches.map((branch, index) => {
      const inner = branch.kind === 'null' ? '' : writeStatement(branch, 'u', path, context);
      return `case ${index}: ${inner} break;`;
    });
    return `const chosen = ${choose}(v);
if (chosen === undefined) ${failure(schema, 'v', path, context.generator)};
const u = chosen.value;
w.int(chosen.index);
switch (chosen.index) { ${cases.join('\n')} }`;
  });
  return `${name}(w, ${value});`;
}

function failure(schema: AvroSchema, value: string, path: string, generator: Generator): string {
  const expected = schema.kind === 'union' ? `one of ${schema.branches.map(branchName).join(', ')}` : described(schema);
  return wrong(expected, value, path, generator);
}

function described(schema: AvroSchema): string {
  return isNamed(schema) ? `${schema.kind} ${schema.name}` : schema.kind;
}

function wrong(expected: string, value: string, path: string, generator: Generator): string {
  return `${generator.constant(raise)}(${JSON.stringify(expected)}, ${value}, ${JSON.stringify(path)})`;
}

function raise(expected: string, value: unknown, path: string): never {
  const where = path === '' ? 'the value' : `field ${path}`;
  throw new MillraceError(
    'DATA_INVALID',
    `The value does not fit the Avro schema: ${where} must be ${expected}, not ${shown(value)}.`,
    { details: { path } },
  );
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
