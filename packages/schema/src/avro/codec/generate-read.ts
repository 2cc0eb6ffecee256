import { canReadAvro, isPromotion, namesMatch, writerFieldsFor } from '../compatibility.ts';
import { defaultValue } from '../default-value.ts';
import {
  branchName,
  isNamed,
  isPrimitive,
  type AvroArray,
  type AvroEnum,
  type AvroField,
  type AvroMap,
  type AvroRecord,
  type AvroSchema,
  type AvroUnion,
} from '../schema.ts';
import { mayBeByteless } from './byteless.ts';
import { member, type Generator } from '../../codec/generator.ts';
import { skipStatement } from './generate-skip.ts';
import { setEntry } from '../../codec/entries.ts';
import { defaultsIn, isNullable, type Shape } from './shape.ts';

export interface ReadContext {
  readonly generator: Generator;
  readonly shape: Shape;
}

/** An expression that reads what `writer` wrote as a value of `reader`; `r` is the reader of bytes. */
export function readExpression(writer: AvroSchema, reader: AvroSchema, context: ReadContext): string {
  if (writer.kind === 'union') return readUnion(writer, reader, context);
  if (reader.kind === 'union') {
    const branch = branchFor(writer, reader);
    if (branch === undefined) return mismatch(writer, reader);
    return wrapped(readExpression(writer, branch, context), branch, reader, context);
  }
  if (writer.kind === 'record' && reader.kind === 'record') return readRecord(writer, reader, context);
  if (writer.kind === 'enum' && reader.kind === 'enum') return readEnum(writer, reader, context);
  if (writer.kind === 'array' && reader.kind === 'array') return readArray(writer, reader, context);
  if (writer.kind === 'map' && reader.kind === 'map') return readMap(writer, reader, context);
  if (writer.kind !== reader.kind && !isPromotion(reader, writer)) return mismatch(writer, reader);
  return converted(readScalar(writer, reader), reader, context);
}

/** The branch of the reader's union that takes the writer's type: the same type before one it can be promoted to. */
export function branchFor(writer: AvroSchema, reader: AvroUnion): AvroSchema | undefined {
  const same = reader.branches.find((branch) => branchName(branch) === branchName(writer));
  if (same !== undefined && canReadAvro(same, writer)) return same;
  return reader.branches.find((branch) => canReadAvro(branch, writer)) ?? same;
}

function readScalar(writer: AvroSchema, reader: AvroSchema): string {
  if (reader.kind === 'fixed') {
    const same = writer.kind === 'fixed' && writer.size === reader.size && namesMatch(reader, writer);
    return same ? `r.fixed(${reader.size})` : mismatch(writer, reader);
  }
  if (!isPrimitive(reader)) return mismatch(writer, reader);
  switch (reader.kind) {
    case 'null':
      return 'null';
    case 'boolean':
    case 'int':
    case 'string':
      return `r.${reader.kind}()`;
    case 'bytes':
      return 'r.byteString()';
    case 'long':
      return `r.${writer.kind}()`;
    case 'float':
      return writer.kind === 'float' ? 'r.float()' : `Math.fround(Number(r.${writer.kind}()))`;
    case 'double':
      return `Number(r.${writer.kind}())`;
  }
}

function converted(expression: string, reader: AvroSchema, { generator, shape }: ReadContext): string {
  const convert = 'logical' in reader && reader.logical !== undefined ? shape.logical(reader.logical) : undefined;
  return convert === undefined ? expression : `${generator.constant(convert)}(${expression})`;
}

function readUnion(writer: AvroUnion, reader: AvroSchema, context: ReadContext): string {
  const values = writer.branches.map((branch) => {
    // The same union: each branch is itself, whatever its place would resolve to.
    if (reader === writer) return wrapped(readExpression(branch, branch, context), branch, writer, context);
    return readExpression(branch, reader, context);
  });
  const [first, second] = values;
  if (values.length === 2) return `(r.index(2) === 0 ? ${first} : ${second})`;
  const name = context.generator.functionFor(writer, reader, 'r', () => {
    const cases = values.map((value, index) => `case ${index}: return ${value};`);
    return `switch (r.index(${values.length})) { ${cases.join('\n')} }`;
  });
  return `${name}(r)`;
}

function wrapped(expression: string, branch: AvroSchema, union: AvroUnion, { shape }: ReadContext): string {
  if (branch.kind === 'null' || shape.unions === 'plain' || isNullable(union)) return expression;
  return `{ ${member(branchName(branch), expression)} }`;
}

function readRecord(writer: AvroRecord, reader: AvroRecord, context: ReadContext): string {
  if (!namesMatch(reader, writer)) return mismatch(writer, reader);
  const sources = reader.fields.map((field) => writerFieldsFor(field, writer));
  const name = context.generator.functionFor(writer, reader, 'r', (isRecursive) => {
    const statements = writer.fields.map((source, position) => {
      // Several fields of the reader may name one field of the writer by alias: each reads it anew, as its own type.
      const reads = reader.fields.flatMap((field, index) =>
        isOnly(sources[index], source) ? [`v${index} = ${readExpression(source.type, field.type, context)};`] : [],
      );
      if (reads.length === 0) return skipStatement(source.type, context.generator);
      const start = reads.length === 1 ? '' : `const p${position} = r.position; `;
      return `${start}const ${reads.join(`\nr.position = p${position}; const `)}`;
    });
    const values = reader.fields.map((field, index) => {
      const count = sources[index]?.length ?? 0;
      if (count > 1)
        return failure(`field ${field.name} of ${reader.name} is by its aliases several fields of the data`);
      return count === 1 ? `v${index}` : missingField(field, reader, context);
    });
    const result =
      context.shape.records === 'array'
        ? `[${values.join(', ')}]`
        : `{ ${reader.fields.map((field, index) => member(field.name, values[index] ?? 'null')).join(', ')} }`;
    const guard = isRecursive() ? ['r.enter();', 'r.leave();'] : ['', ''];
    return `${guard[0]}${statements.join('\n')}${guard[1]}\nreturn ${result};`;
  });
  return `${name}(r)`;
}

function isOnly(sources: readonly AvroField[] | undefined, source: AvroField): boolean {
  return sources?.length === 1 && sources[0] === source;
}

function missingField(field: AvroField, record: AvroRecord, { generator, shape }: ReadContext): string {
  if (field.default === undefined) {
    return failure(`field ${field.name} of ${record.name} is not in the data and has no default`);
  }
  const shapeOfDefaults = defaultsIn(shape, branchName);
  const { json } = field.default;
  const fresh = (): unknown => defaultValue(field.type, json, shapeOfDefaults, `/${field.name}`);
  const value = fresh();
  // Objects are made anew for each datum, since who gets them may change them.
  return typeof value === 'object' && value !== null ? `${generator.constant(fresh)}()` : generator.constant(value);
}

function readEnum(writer: AvroEnum, reader: AvroEnum, { generator }: ReadContext): string {
  if (!namesMatch(reader, writer)) return mismatch(writer, reader);
  const symbols = writer.symbols.map((symbol) => (reader.symbols.includes(symbol) ? symbol : reader.default));
  const read = `${generator.constant(symbols)}[r.index(${symbols.length})]`;
  if (!symbols.includes(undefined)) return read;
  return `(${read} ?? ${failure(`the enum ${reader.name} has no such symbol and no default`)})`;
}

function readArray(writer: AvroArray, reader: AvroArray, context: ReadContext): string {
  const name = context.generator.functionFor(writer, reader, 'r', () => {
    const item = readExpression(writer.items, reader.items, context);
    return `const out = [];\n${blocks(mayBeByteless(writer.items), `out.push(${item});`)}\nreturn out;`;
  });
  return `${name}(r)`;
}

function readMap(writer: AvroMap, reader: AvroMap, context: ReadContext): string {
  const { generator, shape } = context;
  const name = generator.functionFor(writer, reader, 'r', () => {
    const value = readExpression(writer.values, reader.values, context);
    const [empty, set] =
      shape.maps === 'map'
        ? ['new Map()', `out.set(r.string(), ${value});`]
        : ['{}', `${generator.constant(setEntry)}(out, r.string(), ${value});`];
    return `const out = ${empty};\n${blocks(false, set)}\nreturn out;`;
  });
  return `${name}(r)`;
}

function blocks(byteless: boolean, item: string): string {
  const before = byteless ? 'r.expectByteless(n);' : '';
  const each = byteless ? '' : 'r.expectItem();';
  return `for (let n = r.blockCount(); n > 0; n = r.blockCount()) {
${before} for (let i = 0; i < n; i++) { ${each} ${item} } }`;
}

function mismatch(writer: AvroSchema, reader: AvroSchema): string {
  return failure(`a ${described(writer)} cannot be read as ${described(reader)}`);
}

function described(schema: AvroSchema): string {
  return isNamed(schema) ? `${schema.kind} ${schema.name}` : schema.kind;
}

function failure(problem: string): string {
  return `r.fail(${JSON.stringify(problem)})`;
}
