import { branchName, type AvroRecord, type AvroSchema, type AvroUnion } from '../schema.ts';
import { entriesOfMap, entriesOfObject } from '../../codec/entries.ts';
import { isNullable, type Shape } from './shape.ts';

/** How values look that are to be written. */
export interface ValueForm {
  readonly shape: Shape;
  /** What turns a value into the underlying one of a logical type; undefined takes the underlying value as it is. */
  readonly underlying: (schema: AvroSchema) => ((value: unknown) => unknown) | undefined;
}

export interface Choice {
  readonly index: number;
  readonly value: unknown;
}

/** The branch of a value: by its tag if it has one, else the first that the value could be without loss. */
export function chooseBranch(union: AvroUnion, value: unknown, context: ValueForm): Choice | undefined {
  const { branches } = union;
  if (context.shape.unions === 'tagged' && !isNullable(union)) {
    const [tag, ...others] = entriesOfObject(value) ?? [];
    const index = tag === undefined || others.length > 0 ? -1 : branches.map(branchName).indexOf(tag[0]);
    if (index !== -1) return { index, value: tag?.[1] };
  }
  // Of one type alone: what does not fit is better told by its own field.
  const alone = branches.length === 1 && branches[0]?.kind !== 'null';
  // Each branch is tried once: values nest, and trying twice at each level would double the work at each.
  const fitting = branches.flatMap((branch, index) => (couldBe(branch, value, context) ? [index] : []));
  const index = fitting.find((each) => !losesDigits(branches[each], value)) ?? fitting[0] ?? -1;
  if (index === -1) return alone ? { index: 0, value } : undefined;
  return { index, value };
}

function losesDigits(branch: AvroSchema | undefined, value: unknown): boolean {
  return branch?.kind === 'float' && !Object.is(Math.fround(Number(value)), value);
}

function couldBe(schema: AvroSchema, value: unknown, context: ValueForm): boolean {
  const underlying = context.underlying(schema)?.(value) ?? value;
  switch (schema.kind) {
    case 'null':
      return value === null || value === undefined;
    case 'boolean':
    case 'string':
      return typeof underlying === schema.kind;
    case 'int':
      return typeof underlying === 'number' && (underlying | 0) === underlying;
    case 'long':
      return Number.isSafeInteger(underlying) || isBigLong(underlying);
    case 'float':
    case 'double':
      return typeof underlying === 'number';
    case 'bytes':
      return underlying instanceof Uint8Array;
    case 'fixed':
      return underlying instanceof Uint8Array && underlying.length === schema.size;
    case 'enum':
      return typeof underlying === 'string' && schema.symbols.includes(underlying);
    case 'array':
      return Array.isArray(underlying) && underlying.every((item) => couldBe(schema.items, item, context));
    case 'map': {
      const entries = (context.shape.maps === 'map' ? entriesOfMap : entriesOfObject)(underlying);
      return entries?.every(([, item]) => couldBe(schema.values, item, context)) === true;
    }
    case 'record':
      return couldBeRecord(schema, underlying, context);
    case 'union': {
      const [first, ...others] = schema.branches;
      // Of one branch alone `chooseBranch` does not ask whether the value fits.
      if (first !== undefined && others.length === 0) return couldBe(first, underlying, context);
      return chooseBranch(schema, underlying, context) !== undefined;
    }
  }
}

function couldBeRecord(schema: AvroRecord, value: unknown, context: ValueForm): boolean {
  if (context.shape.records === 'array') {
    if (!Array.isArray(value) || value.length !== schema.fields.length) return false;
    return schema.fields.every((field, index) => couldBe(field.type, value[index], context));
  }
  if (entriesOfObject(value) === undefined) return false;
  const members = value as Readonly<Record<string, unknown>>;
  return schema.fields.every((field) => {
    const member = members[field.name];
    return (member === undefined && field.default !== undefined) || couldBe(field.type, member, context);
  });
}

export function isBigLong(value: unknown): value is bigint {
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
}
