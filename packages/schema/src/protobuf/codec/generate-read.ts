import { member, type Generator } from '../../codec/generator.ts';
import { setEntry } from '../../codec/entries.ts';
import type { ProtobufField, ProtobufMessage } from '../types.ts';
import type { ReadContext } from './read-context.ts';
import { fieldReader, skipCase } from './read-field.ts';

/** A message of more fields keeps its values in arrays: each variable takes room on the stack, once for each message around. */
const variablesMax = 64;

/** The variable of a letter for the field at an index. */
type Slot = (letter: 'v' | 's' | 'e' | 'p' | 'o', index: number) => string;

function slotsOf(fields: readonly ProtobufField[]): Slot {
  return fields.length > variablesMax
    ? (letter, index) => `${letter}[${index}]`
    : (letter, index) => `${letter}${index}`;
}

/**
 * The name of a function `(r, end)` that reads a message from where the reader `r` stands to `end`. With a `writer`, the message
 * that wrote the bytes, fields of the same number are read, and one whose bytes mean something else raises DATA_INVALID.
 */
export function messageReader(
  message: ProtobufMessage,
  writer: ProtobufMessage | undefined,
  context: ReadContext,
): string {
  return context.generator.functionFor(message, writer ?? 'read', 'r, end', () => {
    const fields = context.fieldsOf(message);
    const result = context.shape.records === 'array' ? arrayOf(fields) : objectOf(fields, context.generator);
    return `r.enter();\n${readFields(fields, writer, context)}\nr.leave();\n${result}`;
  });
}

/** As `messageReader`, of the wanted fields only: an array in the order they were asked for, with null for what is absent. */
export function columnsReader(message: ProtobufMessage, wanted: readonly string[], context: ReadContext): string {
  return context.generator.functionFor(message, 'columns', 'r, end', () => {
    const all = context.fieldsOf(message);
    const isWanted = ({ name }: ProtobufField): boolean => wanted.includes(name);
    // A later member of a oneof unsets the wanted one.
    const oneofs = new Set(all.filter(isWanted).map(({ oneof }) => oneof));
    const fields = all.filter((field) => isWanted(field) || (field.oneof !== undefined && oneofs.has(field.oneof)));
    const read = new Set(fields);
    const skips = all.filter((field) => !read.has(field)).map(skipCase);
    const values = wanted.map((name) =>
      valueOrNull(
        fields.findIndex((field) => field.name === name),
        fields,
      ),
    );
    return `${readFields(fields, undefined, context, skips)}\nreturn [${values.join(', ')}];`;
  });
}

/** Statements that leave the value of each field in its variable. */
function readFields(
  fields: readonly ProtobufField[],
  writer: ProtobufMessage | undefined,
  context: ReadContext,
  otherCases: readonly string[] = [],
): string {
  const slot = slotsOf(fields);
  const sources = writer && new Map(context.fieldsOf(writer).map((field) => [field.number, field]));
  const names = [...new Set(fields.map(({ oneof }) => oneof))].filter((oneof) => oneof !== undefined);
  const oneofs = new Map(names.map((oneof, index) => [oneof, slot('o', index)]));
  const readers = fields.map((field, index) => {
    const source = sources === undefined ? field : sources.get(field.number);
    const [value, start] = [slot('v', index), slot('s', index)];
    const [stop, pieces] = [slot('e', index), slot('p', index)];
    const oneof = oneofs.get(field.oneof ?? '');
    return fieldReader({ field, index, source, value, start, stop, pieces, oneof, context });
  });
  const initial = [...oneofs.values()].map((variable) => [variable, '-1'] as const);
  const finish = readers.map((each) => each.finish).filter((each) => each !== '');
  return `${declared([...initial, ...readers.flatMap((each) => each.initial)], fields)}
while (r.position < end) {
const tag = r.tag();
switch (tag) {
${[...readers.flatMap((each) => each.cases), ...otherCases].join('\n')}
default: r.skip(tag, end);
}
}
r.finish(end);
${finish.length === 0 ? '' : `${finish.join('\n')}\nr.position = end;`}`;
}

function declared(initial: readonly (readonly [string, string])[], fields: readonly ProtobufField[]): string {
  const statements = initial.map(([variable, value]) => `${variable} = ${value}`);
  if (fields.length > variablesMax) return `const v = [], s = [], e = [], p = [], o = [];\n${statements.join(';\n')};`;
  return statements.length === 0 ? '' : `let ${statements.join(', ')};`;
}

function arrayOf(fields: readonly ProtobufField[]): string {
  return `return [${fields.map((_, index) => valueOrNull(index, fields)).join(', ')}];`;
}

function valueOrNull(index: number, fields: readonly ProtobufField[]): string {
  if (index === -1) return 'null';
  const value = slotsOf(fields)('v', index);
  return fields[index]?.presence === 'explicit' ? `(${value} ?? null)` : value;
}

/** What may be absent becomes a member only when it is there. */
function objectOf(fields: readonly ProtobufField[], generator: Generator): string {
  const slot = slotsOf(fields);
  const always = fields.flatMap((field, index) => (isAlways(field) ? [member(field.name, slot('v', index))] : []));
  const literal = `{ ${always.join(', ')} }`;
  if (always.length === fields.length) return `return ${literal};`;
  const others = fields.map((field, index) =>
    isAlways(field) ? '' : setMember(field.name, slot('v', index), generator),
  );
  return `const out = ${literal};\n${others.join('\n')}\nreturn out;`;
}

function isAlways({ presence }: ProtobufField): boolean {
  return presence !== 'explicit';
}

function setMember(name: string, variable: string, generator: Generator): string {
  const key = JSON.stringify(name);
  const isPlain = name !== '__proto__';
  const set = isPlain ? `out[${key}] = ${variable}` : `${generator.constant(setEntry)}(out, ${key}, ${variable})`;
  return `if (${variable} !== undefined) ${set};`;
}
