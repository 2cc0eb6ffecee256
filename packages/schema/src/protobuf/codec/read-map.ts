import { setEntry } from '../../codec/entries.ts';
import type { ProtobufMap } from '../types.ts';
import { tagOf, wireTypeOf, wireTypes } from '../wire.ts';
import type { FieldReader, Reading } from './read-context.ts';
import { enumExpression, messageCode, scalarExpression } from './read-values.ts';
import { defaultOf } from './shape.ts';

/** A map is a list of messages with a key (field 1) and a value (field 2); each may be absent, and is its default then. */
export function mapReader(reading: Reading, type: ProtobufMap): FieldReader {
  const { field, value, context } = reading;
  const entry = context.generator.functionFor(type, reading.source?.type ?? 'read', 'r, end, out', () =>
    entrySource(reading, type),
  );
  const tag = tagOf(field.number, wireTypes.length);
  return {
    initial: [[value, context.shape.maps === 'map' ? 'new Map()' : '{}']],
    cases: [`case ${tag}: { const size = r.length(end); ${entry}(r, r.position + size, ${value}); break; }`],
    finish: '',
  };
}

function entrySource(reading: Reading, { key, value }: ProtobufMap): string {
  const { field, context } = reading;
  const keyType = { kind: 'scalar', scalar: key } as const;
  const [declare, read, finish] = entryValue(reading, value);
  const set =
    context.shape.maps === 'map'
      ? 'out.set(key, value);'
      : `${context.generator.constant(setEntry)}(out, ${key === 'string' ? 'key' : 'String(key)'}, value);`;
  return `let key = ${context.generator.constant(defaultOf(keyType))};
${declare}
while (r.position < end) {
const tag = r.tag();
switch (tag) {
case ${tagOf(1, wireTypeOf(keyType, false))}: key = ${scalarExpression(keyType, field.verifiesUtf8, 'end')}; break;
case ${tagOf(2, wireTypeOf(value, false))}: ${read} break;
default: r.skip(tag, end);
}
}
r.finish(end);
${finish}
${set}`;
}

/** Statements that declare `value`, read it, and give it its form behind the entry's end. */
function entryValue(reading: Reading, value: ProtobufMap['value']): readonly [string, string, string] {
  const { field, source, context } = reading;
  if (value.kind === 'scalar') {
    const initial = context.generator.constant(defaultOf(value));
    return [`let value = ${initial};`, `value = ${scalarExpression(value, field.verifiesUtf8, 'end')};`, ''];
  }
  if (value.kind === 'enum') {
    const initial = context.generator.constant(defaultOf(value));
    // An entry whose value a closed enum does not know is as if not sent.
    const finish = 'if (value === undefined) return;';
    return [`let value = ${initial};`, `value = ${enumExpression(value, context)};`, finish];
  }
  const written = source !== field && source?.type.kind === 'map' ? source.type.value : undefined;
  const writer = written?.kind === 'message' ? written : undefined;
  const { read, converted } = messageCode(value, writer, context);
  return [
    'let start = -1, stop = -1, pieces, value;',
    `{ const size = r.length(end); const at = r.position; r.position = at + size;
if (start < 0) { start = at; stop = r.position; } else (pieces ??= [start, stop]).push(at, r.position); }`,
    `if (pieces !== undefined) value = ${converted(`r.merged(pieces, ${read})`)};
else { if (start >= 0) r.position = start; else stop = end; value = ${converted(`${read}(r, stop)`)}; }
r.position = end;`,
  ];
}
