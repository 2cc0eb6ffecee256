import { member, type Generator } from '../../avro/codec/generator.ts';
import { setEntry } from '../../avro/codec/shape.ts';
import type { ProtobufField, ProtobufMessage } from '../types.ts';
import type { ReadContext } from './read-context.ts';
import { fieldReader, skipCase } from './read-field.ts';

/**
 * The name of a function `(r, end)` that reads a message from where the reader `r` stands to `end`. With a `writer`, the message
 * that wrote the bytes, fields of the same number are read, and one whose bytes mean something else raises DATA_INVALID.
 */
export function messageReader(
  message: ProtobufMessage,
  writer: ProtobufMessage | undefined,
  context: ReadContext,
): string {
  return context.generator.functionFor(message, writer ?? 'read', 'r, end', (isRecursive) => {
    const fields = context.fieldsOf(message);
    const source = readFields(fields, writer, context);
    const read = isRecursive() ? `r.enter();\n${source}\nr.leave();` : source;
    return `${read}\n${context.shape.records === 'array' ? arrayOf(fields) : objectOf(fields, context.generator)}`;
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
    const values = wanted.map((name) => {
      const index = fields.findIndex((field) => field.name === name);
      return index === -1 ? 'null' : valueOrNull(fields[index], index);
    });
    const read = new Set(fields);
    const skips = all.filter((field) => !read.has(field)).map(skipCase);
    return `${readFields(fields, undefined, context, skips)}\nreturn [${values.join(', ')}];`;
  });
}

/** Statements that leave the value of the field at each index in `v0`, `v1` and so on; undefined where it is absent. */
function readFields(
  fields: readonly ProtobufField[],
  writer: ProtobufMessage | undefined,
  context: ReadContext,
  otherCases: readonly string[] = [],
): string {
  const sources = writer && new Map(context.fieldsOf(writer).map((field) => [field.number, field]));
  const oneofs = [...new Set(fields.map(({ oneof }) => oneof))].filter((oneof) => oneof !== undefined);
  const variables = new Map(oneofs.map((oneof, index) => [oneof, `o${index}`]));
  const readers = fields.map((field, index) => {
    const source = sources === undefined ? field : sources.get(field.number);
    return fieldReader({ field, index, source, oneof: variables.get(field.oneof ?? ''), context });
  });
  const finish = readers.map((each) => each.finish).filter((each) => each !== '');
  return `${[...variables.values()].map((variable) => `let ${variable} = -1;`).join(' ')}
${readers.map((each) => each.declare).join('\n')}
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

function arrayOf(fields: readonly ProtobufField[]): string {
  return `return [${fields.map(valueOrNull).join(', ')}];`;
}

function valueOrNull(field: ProtobufField | undefined, index: number): string {
  return field?.presence === 'explicit' ? `(v${index} ?? null)` : `v${index}`;
}

/** What may be absent becomes a member only when it is there. */
function objectOf(fields: readonly ProtobufField[], generator: Generator): string {
  const always = fields.flatMap((field, index) => (isAlways(field) ? [member(field.name, `v${index}`)] : []));
  const literal = `{ ${always.join(', ')} }`;
  if (always.length === fields.length) return `return ${literal};`;
  const others = fields.map((field, index) => (isAlways(field) ? '' : setMember(field.name, `v${index}`, generator)));
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
