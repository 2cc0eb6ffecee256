import type { FieldShape, FieldType, Fields } from '../definition/field.ts';
import type { Message } from '../definition/message.ts';
import { includes } from '../definition/versions.ts';

/** A field as one version of a message has it. */
export interface FieldPlan {
  readonly name: string;
  readonly shape: FieldShape;
  /** Absent fields take no place; decoding gives their default. */
  readonly present: boolean;
  readonly nullable: boolean;
  /** Compact lengths. */
  readonly compact: boolean;
  readonly tag: number | undefined;
  /** How the value, or each element of the list, is laid out. */
  readonly value: ValuePlan;
}

export type ValuePlan =
  | { readonly kind: 'scalar'; readonly type: Extract<FieldType, { kind: 'scalar' }>['type'] }
  | { readonly kind: 'struct'; readonly struct: StructPlan }
  | {
      readonly kind: 'array';
      readonly element: Exclude<ValuePlan, { kind: 'array' }>;
      readonly elementBytesMin: number;
    };

export interface StructPlan {
  readonly path: string;
  readonly flexible: boolean;
  readonly fields: readonly FieldPlan[];
  /** The fewest bytes that the struct can take: what bounds the length of a list. */
  readonly bytesMin: number;
}

const scalarBytesMin = {
  bool: 1,
  int8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  float64: 8,
  uuid: 16,
  string: 2,
  bytes: 4,
  records: 4,
} as const;

/** Settles for one version which fields are there and how each is laid out. */
export function planMessage(message: Message, version: number): StructPlan {
  return planStruct(message.fields, version, includes(message.flexible, version), message.name);
}

function planStruct(fields: Fields, version: number, flexible: boolean, path: string): StructPlan {
  const plans: FieldPlan[] = [];
  let bytesMin = flexible ? 1 : 0;
  for (const [name, { shape }] of Object.entries(fields)) {
    const present = includes(shape.versions, version);
    const nullable = present && includes(shape.nullable, version);
    const compact = shape.flexible === undefined ? flexible : includes(shape.flexible, version);
    const value = planValue(shape.type, version, flexible, `${path}.${name}`);
    plans.push({ name, shape, present, nullable, compact, tag: shape.tag, value });
    if (present && shape.tag === undefined) bytesMin += valueBytesMin(value, nullable, compact);
  }
  return { path, flexible, fields: plans, bytesMin };
}

function planValue(type: FieldType, version: number, flexible: boolean, path: string): ValuePlan {
  switch (type.kind) {
    case 'scalar':
      return type;
    case 'struct':
      return { kind: 'struct', struct: planStruct(type.fields, version, flexible, path) };
    case 'array': {
      const element = planValue(type.element, version, flexible, path) as Exclude<ValuePlan, { kind: 'array' }>;
      return { kind: 'array', element, elementBytesMin: Math.max(1, valueBytesMin(element, false, flexible)) };
    }
  }
}

function valueBytesMin(value: ValuePlan, nullable: boolean, compact: boolean): number {
  if (value.kind === 'array') return compact ? 1 : 4;
  if (value.kind === 'struct') return nullable ? 1 : value.struct.bytesMin;
  const variable = value.type === 'string' || value.type === 'bytes' || value.type === 'records';
  return variable && compact ? 1 : scalarBytesMin[value.type];
}
