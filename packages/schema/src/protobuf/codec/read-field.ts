import { labelOf } from '../labels.ts';
import { isPackable } from '../link/link-field.ts';
import type { ProtobufEnum, ProtobufField, ProtobufMessage, ProtobufScalar } from '../types.ts';
import { sameBytes, tagOf, wireTypeOf, wireTypes } from '../wire.ts';
import type { FieldReader, Reading } from './read-context.ts';
import { mapReader } from './read-map.ts';
import { messageCode, readValue } from './read-values.ts';
import { defaultOf } from './shape.ts';

/** The reader of a field, whose value is in `v` and its index; undefined is absent. */
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
  const { field, index, context } = reading;
  const initial = field.presence === 'implicit' ? ` = ${context.generator.constant(defaultOf(type))}` : '';
  const read = readValue(type, field, (value) => `v${index} = ${value};${choose(reading)}`, context, 'end');
  return {
    declare: `let v${index}${initial};`,
    cases: [`case ${tagOf(field.number, wireTypeOf(type, false))}: ${read} break;`],
    finish: `${unsetOthers(reading)}${requiredCheck(field, index)}`,
  };
}

/** Notes that this is the last member of its oneof so far. */
function choose({ oneof, index }: Reading): string {
  return oneof === undefined ? '' : ` ${oneof} = ${index};`;
}

function unsetOthers({ oneof, index }: Reading): string {
  return oneof === undefined ? '' : `if (${oneof} !== ${index}) v${index} = undefined;`;
}

function repeatedValue({ field, index, context }: Reading, type: ProtobufScalar | ProtobufEnum): FieldReader {
  const read = (limit: string): string =>
    readValue(type, field, (value) => `${pushTo(field, index)}(${value});`, context, limit);
  const single = `case ${tagOf(field.number, wireTypeOf(type, false))}: ${read('end')} break;`;
  // Both forms are read, whatever the schema says: it may have changed since.
  const packed = `case ${tagOf(field.number, wireTypes.length)}: {
const size = r.length(end);
const stop = r.position + size;
while (r.position < stop) ${read('stop')}
r.finish(stop);
break; }`;
  return { declare: declareList(field, index), cases: isPackable(type) ? [single, packed] : [single], finish: '' };
}

function repeatedMessage(reading: Reading, type: ProtobufMessage): FieldReader {
  const { field, index, context } = reading;
  const { read, converted } = messageCode(type, writerMessage(reading), context);
  const use = `r.position = start; ${pushTo(field, index)}(${converted(`${read}(r, stop)`)});`;
  return { declare: declareList(field, index), cases: [rangeCase(field, use)], finish: '' };
}

/**
 * Only where it lies is noted until the end is seen: of several pieces the message is the sum. One that another member of its oneof
 * follows is not given, but must have been a message.
 */
function singleMessage(reading: Reading, type: ProtobufMessage): FieldReader {
  const { field, index, oneof, context } = reading;
  const { read, converted } = messageCode(type, writerMessage(reading), context);
  const [start, stop, pieces] = [`s${index}`, `e${index}`, `p${index}`];
  const anew = `if (${start} >= 0 && ${oneof} !== ${index}) { r.merged(${pieces} ?? [${start}, ${stop}], ${read}); ${start} = -1; ${pieces} = undefined; }`;
  const note = `if (${start} < 0) { ${start} = start; ${stop} = stop; } else (${pieces} ??= [${start}, ${stop}]).push(start, stop);`;
  return {
    declare: `let v${index}, ${start} = -1, ${stop} = -1, ${pieces};`,
    cases: [rangeCase(field, `${oneof === undefined ? '' : anew}${note}${choose(reading)}`)],
    finish: `if (${pieces} !== undefined) v${index} = ${converted(`r.merged(${pieces}, ${read})`)};
else if (${start} >= 0) { r.position = ${start}; v${index} = ${converted(`${read}(r, ${stop})`)}; }
${unsetOthers(reading)}${requiredCheck(field, index)}`,
  };
}

/** A case with the message's bytes between `start` and `stop`, which leaves the reader behind them. */
function rangeCase(field: ProtobufField, use: string): string {
  const tag = tagOf(field.number, wireTypeOf(field.type, field.delimited));
  const [stop, next] = field.delimited
    ? ['r.skipGroup(tag, end)', 'const next = r.position;']
    : ['r.length(end)', 'const next = stop;'];
  // The reader stands behind a length when that is read, and behind the group's end when that is found.
  const range = field.delimited
    ? `const start = r.position; const stop = ${stop}; ${next}`
    : `const size = ${stop}; const start = r.position; const stop = start + size; ${next}`;
  return `case ${tag}: { ${range} ${use} r.position = next; break; }`;
}

function writerMessage({ field, source }: Reading): ProtobufMessage | undefined {
  return source !== field && source?.type.kind === 'message' ? source.type : undefined;
}

function requiredCheck({ name, presence }: ProtobufField, index: number): string {
  if (presence !== 'required') return '';
  return `if (v${index} === undefined) r.fail(${JSON.stringify(`the required field "${name}" is missing`)});`;
}

/** A list is there when it is empty too; one that extends a message only when it has items. */
function declareList({ presence }: ProtobufField, index: number): string {
  return presence === 'implicit' ? `const v${index} = [];` : `let v${index};`;
}

function pushTo({ presence }: ProtobufField, index: number): string {
  return presence === 'implicit' ? `v${index}.push` : `(v${index} ??= []).push`;
}
