import type { Message } from '../definition/message.ts';
import type { FieldShape } from '../definition/field.ts';
import { WireError } from '../wire-error.ts';
import { defaultOf, isDefault } from './defaults.ts';
import type { FieldPlan, StructPlan, ValuePlan } from './plan.ts';
import { planMessage } from './plan.ts';
import { Writer } from './writer.ts';

export type Encoder = (writer: Writer, value: unknown) => void;

/** What the generated source refers to. */
interface Scope {
  readonly functions: string[];
  readonly constants: unknown[];
}

/**
 * Compiles the encoder of one version: a function a struct, one statement a field. Produce and fetch are encoded for
 * every batch, and closures for each field cost several times as much.
 */
export function compileEncoder(message: Message, version: number): Encoder {
  const scope: Scope = { functions: [], constants: [] };
  const root = structFunction(planMessage(message, version), version, scope);
  const source = `${scope.functions.join('\n')}\nreturn ${root};`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the source comes from our own definitions alone
  const build = new Function('c', 'Writer', 'isDefault', 'required', 'unknown', source) as (
    ...scope: unknown[]
  ) => Encoder;
  return build(scope.constants, Writer, isDefault, required, unknown);
}

function required(path: string): never {
  throw new WireError(`${path} may not be null`);
}

function unknown(path: string, version: number): never {
  throw new WireError(`${path} cannot be said in version ${version}`);
}

function constant(scope: Scope, value: unknown): string {
  scope.constants.push(value);
  return `c[${scope.constants.length - 1}]`;
}

function structFunction(plan: StructPlan, version: number, scope: Scope): string {
  const body: string[] = [];
  for (const field of plan.fields) {
    if (!field.present) body.push(refusal(field, plan.path, version, scope));
    else if (field.tag === undefined) body.push(statement(field, plan.path, version, scope));
  }
  if (plan.flexible) body.push(...taggedStatements(plan, version, scope));
  const name = `w${scope.functions.length}`;
  scope.functions.push(`function ${name}(w, v) {\n${body.join('\n')}\n}`);
  return name;
}

/** A value that the version has no place for is lost only where its definition allows that. */
function refusal(field: FieldPlan, path: string, version: number, scope: Scope): string {
  if (field.shape.ignorable) return '';
  const shape = constant(scope, field.shape);
  return `if (v.${field.name} !== undefined && !isDefault(${shape}, v.${field.name})) unknown(${JSON.stringify(`${path}.${field.name}`)}, ${version});`;
}

function statement(field: FieldPlan, path: string, version: number, scope: Scope): string {
  return `{ let x = v.${field.name}; if (x === undefined) x = ${defaultSource(field.shape, scope)};
${valueSource(field, path, version, scope, 'w')} }`;
}

function defaultSource(shape: FieldShape, scope: Scope): string {
  const value = defaultOf(shape);
  return typeof value === 'object' && value !== null ? constant(scope, value) : JSON.stringify(value);
}

function taggedStatements(plan: StructPlan, version: number, scope: Scope): string[] {
  const tagged = plan.fields
    .filter((field) => field.present && field.tag !== undefined)
    .sort((a, b) => (a.tag ?? 0) - (b.tag ?? 0));
  if (tagged.length === 0) return ['w.uvarint(0);'];
  const shapes = tagged.map((field) => constant(scope, field.shape));
  return [
    ...tagged.map((field, i) => `const s${i} = !isDefault(${shapes[i]}, v.${field.name});`),
    `w.uvarint(${tagged.map((_, i) => `(s${i} ? 1 : 0)`).join(' + ')});`,
    ...tagged.map(
      (field, i) => `if (s${i}) { const x = v.${field.name}, t = new Writer(32); w.uvarint(${field.tag});
${valueSource(field, plan.path, version, scope, 't')} w.nested(t); }`,
    ),
  ];
}

/** Source that writes `x`, the value of a field. */
function valueSource(field: FieldPlan, path: string, version: number, scope: Scope, writer: string): string {
  const { value, nullable, compact } = field;
  const name = JSON.stringify(`${path}.${field.name}`);
  const refuseNull = nullable ? '' : `if (x === null) required(${name}); `;
  switch (value.kind) {
    case 'scalar':
      return (isReference(value.type) ? refuseNull : '') + scalarSource(value.type, nullable, compact, writer, 'x');
    case 'struct': {
      const call = `${structFunction(value.struct, version, scope)}(${writer}, x);`;
      if (!nullable) return refuseNull + call;
      return `if (x === null) ${writer}.int8(-1); else { ${writer}.int8(1); ${call} }`;
    }
    case 'array': {
      const element = elementSource(value.element, compact, version, scope, writer);
      const list = `${writer}.arrayLength(x.length, ${compact}); for (let i = 0; i < x.length; i++) { const e = x[i]; ${element} }`;
      if (!nullable) return refuseNull + list;
      return `if (x === null) ${writer}.arrayLength(-1, ${compact}); else { ${list} }`;
    }
  }
}

function elementSource(
  element: Exclude<ValuePlan, { kind: 'array' }>,
  compact: boolean,
  version: number,
  scope: Scope,
  writer: string,
): string {
  if (element.kind === 'struct') return `${structFunction(element.struct, version, scope)}(${writer}, e);`;
  return scalarSource(element.type, false, compact, writer, 'e');
}

function isReference(type: string): boolean {
  return type === 'string' || type === 'bytes' || type === 'records';
}

function scalarSource(type: string, nullable: boolean, compact: boolean, writer: string, value: string): string {
  if (type === 'records') return `${writer}.records(${value}, ${compact});`;
  if (!isReference(type)) return `${writer}.${type}(${value});`;
  return `${writer}.${referenceMethod(type, nullable, compact)}(${value});`;
}

/** The method of Writer and Reader for a string or byte string: `compactNullableString` and the like. */
export function referenceMethod(type: string, nullable: boolean, compact: boolean): string {
  const noun = type === 'string' ? 'String' : 'Bytes';
  const name = `${compact ? 'Compact' : ''}${nullable ? 'Nullable' : ''}${noun}`;
  return name.charAt(0).toLowerCase() + name.slice(1);
}
