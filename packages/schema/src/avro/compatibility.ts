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

/**
 * The kinds of Avro's own compatibility check (`SchemaCompatibility.SchemaIncompatibilityType`), and one of ours where it gives up
 * with an exception: READER_FIELD_AMBIGUOUS.
 */
type DifferenceKind =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'READER_FIELD_AMBIGUOUS'
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

/**
 * The fields of the writer that a field of the reader may take its value from: those of its name and of its aliases. More than one is
 * an error of the reader's schema (Avro renames the writer's fields by the aliases, and two of one name cannot be).
 */
export function writerFieldsFor(field: AvroField, writer: AvroRecord): readonly AvroField[] {
  const names = [field.name, ...field.aliases];
  return writer.fields.filter((candidate) => names.includes(candidate.name));
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

/** Paths name the writer's branch here, as Avro's Java library does from 1.12 on. */
function compareWriterUnion(reader: AvroSchema, writer: AvroUnion, path: string, walk: Walk): void {
  writer.branches.forEach((branch, index) => compare(reader, branch, pointer(path, index), walk));
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
  reader.fields.forEach((field, index) => compareField(field, writer, pointer(pointer(path, 'fields'), index), inner));
  walk.seen = inner.seen;
}

function compareField(field: AvroField, writer: AvroRecord, path: string, walk: Walk): void {
  const sources = writerFieldsFor(field, writer);
  const [source] = sources;
  if (source === undefined) return reportMissing(field, path, walk);
  if (sources.length === 1) return compare(field.type, source.type, pointer(path, 'type'), walk);
  const names = sources.map(({ name }) => JSON.stringify(name)).join(' and ');
  return report(walk, {
    kind: 'READER_FIELD_AMBIGUOUS',
    path,
    message: `the reader's field ${JSON.stringify(field.name)} is by its name and aliases each of the writer's fields ${names}`,
    remedy: `drop the aliases of ${JSON.stringify(field.name)} that name other fields of the writer`,
    reader: `${field.name}: ${label(field.type)}`,
    writer: sources.map(({ name, type }) => `${name}: ${label(type)}`).join(', '),
  });
}

function reportMissing(field: AvroField, path: string, walk: Walk): void {
  if (field.default !== undefined) return;
  // Avro tells of an enum that has a default of its own as of a type that does not fit; only the field's default would help.
  const isEnumWithDefault = field.type.kind === 'enum' && field.type.default !== undefined;
  const name = JSON.stringify(field.name);
  report(walk, {
    kind: isEnumWithDefault ? 'TYPE_MISMATCH' : 'READER_FIELD_MISSING_DEFAULT_VALUE',
    path: isEnumWithDefault ? pointer(path, 'type') : path,
    message: `the reader needs field ${name}, which the writer does not send and which has no default`,
    remedy: `give ${name} a default, or an alias that the writer's field has as its name`,
    reader: `${field.name}: ${label(field.type)}`,
    writer: '',
  });
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
