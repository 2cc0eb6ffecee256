import { labelOf } from '../labels.ts';
import { isPackable } from '../link/link-field.ts';
import type { ProtobufEnum, ProtobufField, ProtobufMessage, ProtobufScalar } from '../types.ts';
import { sameBytes, tagOf, wireTypeOf, wireTypes } from '../wire.ts';
import type { FieldReader, Reading } from './read-context.ts';
import { mapReader } from './read-map.ts';
import { messageCode, readValue } from './read-values.ts';
import { defaultOf } from './shape.ts';

export function fieldReader(reading: Reading): FieldReader {
  const { field, source } = reading;
  const reader = readerOf(reading);
  if (source === undefined) return { ...reader, cases: [] };
  return sameBytes(field, source) ? reader : { ...reader, cases: [refusal(field, source)] };
}

/** A case that passes over a field: known forms in place, others by the reader's `skip`. */
export function skipCase({ number, type, delimited }: ProtobufField): string {
  const wireType = wireTypeOf(type, delimited);
  const head = `case ${tagOf(number, wireType)}:`;
  if (wireType === wireTypes.varint) return `${head} r.skipVarint(); break;`;
  return wireType === wireTypes.length ? `${head} { const size = r.length(end); r.position += size; break; }` : '';
}

function readerOf(reading: Reading): FieldReader {
  const { type, repeated } = reading.field;
  if (type.kind === 'map') return mapReader(reading, type);
  if (type.kind === 'message') return repeated ? repeatedMessage(reading, type) : singleMessage(reading, type);
  return repeated ? repeatedValue(reading, type) : singleValue(reading, type);
}

function refusal(field: ProtobufField, source: ProtobufField): string {
  const problem = `field "${field.name}" was written as ${labelOf(source)}, which cannot be read as ${labelOf(field)}`;
  return `case ${tagOf(source.number, wireTypeOf(source.type, source.delimited))}: r.fail(${JSON.stringify(problem)});`;
}

function singleValue(reading: Reading, type: ProtobufScalar | ProtobufEnum): FieldReader {
  const { field, value, context } = reading;
  const initial = field.presence === 'implicit' ? context.generator.constant(defaultOf(type)) : 'undefined';
  const read = readValue(type, field, (expression) => `${value} = ${expression};${choose(reading)}`, context, 'end');
  return {
    initial: [[value, initial]],
    cases: [`case ${tagOf(field.number, wireTypeOf(type, false))}: ${read} break;`],
    finish: `${unsetOthers(reading)}${requiredCheck(reading)}`,
  };
}

/** Notes that this is the last member of its oneof so far. */
function choose({ oneof, index }: Reading): string {
  return oneof === undefined ? '' : ` ${oneof} = ${index};`;
}

function unsetOthers({ oneof, index, value }: Reading): string {
  return oneof === undefined ? '' : `if (${oneof} !== ${index}) ${value} = undefined;`;
}

function repeatedValue(reading: Reading, type: ProtobufScalar | ProtobufEnum): FieldReader {
  const { field, context } = reading;
  const read = (limit: string): string => readValue(type, field, (item) => pushed(reading, item), context, limit);
  const single = `case ${tagOf(field.number, wireTypeOf(type, false))}: ${read('end')} break;`;
  // Both forms are read, whatever the schema says: it may have changed since.
  const packed = `case ${tagOf(field.number, wireTypes.length)}: {
const size = r.length(end);
const stop = r.position + size;
while (r.position < stop) ${read('stop')}
r.finish(stop);
break; }`;
  return { initial: [emptyList(reading)], cases: isPackable(type) ? [single, packed] : [single], finish: '' };
}

function repeatedMessage(reading: Reading, type: ProtobufMessage): FieldReader {
  const { read, converted } = messageCode(type, writerMessage(reading), reading.context);
  const use = `r.position = start; ${pushed(reading, converted(`${read}(r, stop)`))}`;
  return { initial: [emptyList(reading)], cases: [rangeCase(reading.field, use)], finish: '' };
}

/** A list is there when it is empty too; one that extends a message only when it has items. */
function emptyList({ field, value }: Reading): readonly [string, string] {
  return [value, field.presence === 'implicit' ? '[]' : 'undefined'];
}

function pushed({ field, value }: Reading, item: string): string {
  return field.presence === 'implicit' ? `${value}.push(${item});` : `(${value} ??= []).push(${item});`;
}

/**
 * Only where it lies is noted until the end is seen: of several pieces the message is the sum. One that another member of its oneof
 * follows is not given, but must have been a message.
 */
function singleMessage(reading: Reading, type: ProtobufMessage): FieldReader {
  const { field, index, value, start, stop, pieces, oneof, context } = reading;
  const { read, converted } = messageCode(type, writerMessage(reading), context);
  const anew = `if (${start} >= 0 && ${oneof} !== ${index}) { r.merged(${pieces} ?? [${start}, ${stop}], ${read}); ${start} = -1; ${pieces} = undefined; }`;
  const note = `if (${start} < 0) { ${start} = start; ${stop} = stop; } else (${pieces} ??= [${start}, ${stop}]).push(start, stop);`;
  return {
    initial: [
      [value, 'undefined'],
      [start, '-1'],
      [stop, '-1'],
      [pieces, 'undefined'],
    ],
    cases: [rangeCase(field, `${oneof === undefined ? '' : anew}${note}${choose(reading)}`)],
    finish: `if (${pieces} !== undefined) ${value} = ${converted(`r.merged(${pieces}, ${read})`)};
else if (${start} >= 0) { r.position = ${start}; ${value} = ${converted(`${read}(r, ${stop})`)}; }
${unsetOthers(reading)}${requiredCheck(reading)}`,
  };
}

/** A case with the message's bytes between `start` and `stop`, which leaves the reader behind them. */
function rangeCase(field: ProtobufField, use: string): string {
  const tag = tagOf(field.number, wireTypeOf(field.type, field.delimited));
  // The reader stands behind a length when that is read, and behind a group when its end is found.
  const range = field.delimited
    ? 'const start = r.position, stop = r.skipGroup(tag, end), next = r.position;'
    : 'const size = r.length(end), start = r.position, stop = start + size, next = stop;';
  return `case ${tag}: { ${range} ${use} r.position = next; break; }`;
}

function writerMessage({ field, source }: Reading): ProtobufMessage | undefined {
  return source !== field && source?.type.kind === 'message' ? source.type : undefined;
}

function requiredCheck({ field, value }: Reading): string {
  if (field.presence !== 'required') return '';
  return `if (${value} === undefined) r.fail(${JSON.stringify(`the required field "${field.name}" is missing`)});`;
}
