import { MillraceError } from '@millrace/base';
import type { Difference } from '../difference.ts';
import { pointer } from '../json.ts';
import { simpleNameOf } from './names.ts';
import {
  branchName,
  isNamed,
  type AvroEnum,
  type AvroField,
  type AvroFixed,
  type AvroNamed,
  type AvroRecord,
  type AvroSchema,
  type AvroUnion,
} from './schema.ts';

/** The kinds of Avro's own compatibility check (`SchemaCompatibility.SchemaIncompatibilityType`). */
type DifferenceKind =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'MISSING_UNION_BRANCH';

/** What a reader of each kind takes besides its own (specification, "Schema Resolution"). */
const promotions: Readonly<Record<string, readonly string[]>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  string: ['bytes'],
  bytes: ['string'],
};

/** How many records may lead from one to the next. Guards the stack. */
const depthMax = 1_000;

type Pairs = Map<AvroRecord, Set<AvroRecord>>;
interface Walk {
  /** Pairs of records under way or done: recursive types end here, and a pair is reported once. */
  seen: Pairs;
  /** Pairs that did not fit as branches of a union: trying each once keeps the walk from growing exponentially. */
  readonly failed: Pairs;
  readonly depth: number;
  readonly found: Difference[];
}

/** Why `reader` cannot read all data that `writer` may have written, by the rules of Avro's schema resolution. */
export function avroDifferences(reader: AvroSchema, writer: AvroSchema): readonly Difference[] {
  const walk: Walk = { seen: new Map(), failed: new Map(), depth: 0, found: [] };
  compare(reader, writer, '', walk);
  return walk.found;
}

export function canReadAvro(reader: AvroSchema, writer: AvroSchema): boolean {
  return avroDifferences(reader, writer).length === 0;
}

/** The field of the writer that a field of the reader takes its value from: of the same name, or of one of its aliases. */
export function writerFieldFor(field: AvroField, writer: AvroRecord): AvroField | undefined {
  for (const name of [field.name, ...field.aliases]) {
    const found = writer.fields.find((candidate) => candidate.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a named type of the reader may stand for the writer's: the same simple name, or an alias that is its full name. */
export function namesMatch(reader: AvroNamed, writer: AvroNamed): boolean {
  return simpleNameOf(reader.name) === simpleNameOf(writer.name) || reader.aliases.includes(writer.name);
}

export function isPromotion(reader: AvroSchema, writer: AvroSchema): boolean {
  return promotions[reader.kind]?.includes(writer.kind) === true;
}

function compare(reader: AvroSchema, writer: AvroSchema, path: string, walk: Walk): void {
  if (writer.kind === 'union') return compareWriterUnion(reader, writer, path, walk);
  if (reader.kind === 'union') return compareReaderUnion(reader, writer, path, walk);
  if (reader.kind === 'record' && writer.kind === 'record') return compareRecords(reader, writer, path, walk);
  if (reader.kind === 'enum' && writer.kind === 'enum') return compareEnums(reader, writer, path, walk);
  if (reader.kind === 'fixed' && writer.kind === 'fixed') return compareFixed(reader, writer, path, walk);
  if (reader.kind === 'array' && writer.kind === 'array') {
    return compare(reader.items, writer.items, pointer(path, 'items'), walk);
  }
  if (reader.kind === 'map' && writer.kind === 'map') {
    return compare(reader.values, writer.values, pointer(path, 'values'), walk);
  }
  if (reader.kind === writer.kind || isPromotion(reader, writer)) return undefined;
  return report(walk, {
    kind: 'TYPE_MISMATCH',
    path,
    message: `the reader expects ${label(reader)} where the writer has ${label(writer)}`,
    remedy: `leave the type as it was, or add a field with a new name and a default for ${label(reader)}`,
    reader: label(reader),
    writer: label(writer),
  });
}

function compareWriterUnion(reader: AvroSchema, writer: AvroUnion, path: string, walk: Walk): void {
  if (reader.kind !== 'union') {
    for (const branch of writer.branches) compare(reader, branch, path, walk);
    return;
  }
  writer.branches.forEach((branch, index) => compareReaderUnion(reader, branch, pointer(path, index), walk));
}

function compareReaderUnion(reader: AvroUnion, writer: AvroSchema, path: string, walk: Walk): void {
  if (reader.branches.some((branch) => branchFits(branch, writer, path, walk))) return;
  report(walk, {
    kind: 'MISSING_UNION_BRANCH',
    path,
    message: `the writer may send ${label(writer)}, which no branch of the reader's union takes`,
    remedy: `keep ${label(writer)} among the branches of the reader's union`,
    reader: label(reader),
    writer: label(writer),
  });
}

/** Differences inside a branch that does not fit say nothing, and what was seen there must not hide later ones. */
function branchFits(branch: AvroSchema, writer: AvroSchema, path: string, walk: Walk): boolean {
  const records = branch.kind === 'record' && writer.kind === 'record';
  if (records && walk.failed.get(branch)?.has(writer) === true) return false;
  const attempt: Walk = { ...walk, seen: copyOf(walk.seen), found: [] };
  compare(branch, writer, path, attempt);
  if (attempt.found.length === 0) {
    walk.seen = attempt.seen;
    return true;
  }
  if (records) addPair(walk.failed, branch, writer);
  return false;
}

function compareRecords(reader: AvroRecord, writer: AvroRecord, path: string, walk: Walk): void {
  if (walk.seen.get(reader)?.has(writer) === true) return;
  addPair(walk.seen, reader, writer);
  if (walk.depth > depthMax) throw tooDeep();
  const inner: Walk = { ...walk, depth: walk.depth + 1 };
  compareNames(reader, writer, path, inner);
  reader.fields.forEach((field, index) => {
    const at = pointer(pointer(path, 'fields'), index);
    const source = writerFieldFor(field, writer);
    if (source !== undefined) return compare(field.type, source.type, pointer(at, 'type'), inner);
    if (field.default !== undefined) return undefined;
    const name = JSON.stringify(field.name);
    return report(inner, {
      kind: 'READER_FIELD_MISSING_DEFAULT_VALUE',
      path: at,
      message: `the reader needs field ${name}, which the writer does not send and which has no default`,
      remedy: `give ${name} a default, or an alias that the writer's field has as its name`,
      reader: `${field.name}: ${label(field.type)}`,
      writer: '',
    });
  });
  walk.seen = inner.seen;
}

function compareEnums(reader: AvroEnum, writer: AvroEnum, path: string, walk: Walk): void {
  compareNames(reader, writer, path, walk);
  const missing = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol));
  if (missing.length === 0 || reader.default !== undefined) return;
  report(walk, {
    kind: 'MISSING_ENUM_SYMBOLS',
    path: pointer(path, 'symbols'),
    message: `the writer may send ${missing.join(', ')}, which the reader's enum ${reader.name} does not know and has no default for`,
    remedy: `keep ${missing.join(', ')} in the reader's enum, or give the enum a default`,
    reader: reader.symbols.join(', '),
    writer: writer.symbols.join(', '),
  });
}

function compareFixed(reader: AvroFixed, writer: AvroFixed, path: string, walk: Walk): void {
  compareNames(reader, writer, path, walk);
  if (reader.size === writer.size) return;
  report(walk, {
    kind: 'FIXED_SIZE_MISMATCH',
    path: pointer(path, 'size'),
    message: `the reader expects ${reader.size} bytes of ${reader.name} where the writer sends ${writer.size}`,
    remedy: `leave the size at ${writer.size}, or add a field with a new name and a default`,
    reader: String(reader.size),
    writer: String(writer.size),
  });
}

function compareNames(reader: AvroNamed, writer: AvroNamed, path: string, walk: Walk): void {
  if (namesMatch(reader, writer)) return;
  report(walk, {
    kind: 'NAME_MISMATCH',
    path: pointer(path, 'name'),
    message: `the reader expects a ${reader.kind} named ${reader.name} where the writer has ${writer.name}, which is not among its aliases`,
    remedy: `give the reader's ${reader.kind} the alias ${writer.name}`,
    reader: reader.name,
    writer: writer.name,
  });
}

function report(walk: Walk, found: Omit<Difference, 'breaks'> & { readonly kind: DifferenceKind }): undefined {
  walk.found.push({ ...found, breaks: true, path: found.path === '' ? '/' : found.path });
}

function label(schema: AvroSchema): string {
  if (schema.kind === 'union') return `one of ${schema.branches.map(branchName).join(', ')}`;
  return isNamed(schema) ? `${schema.kind} ${schema.name}` : schema.kind;
}

function addPair(pairs: Pairs, reader: AvroRecord, writer: AvroRecord): void {
  pairs.set(reader, (pairs.get(reader) ?? new Set()).add(writer));
}

function tooDeep(): MillraceError {
  return new MillraceError('SCHEMA_INVALID', `The schema leads through more than ${depthMax} records in a row.`);
}

function copyOf(seen: Pairs): Pairs {
  return new Map([...seen].map(([reader, writers]) => [reader, new Set(writers)]));
}
