import type { Message } from '../definition/message.ts';
import type { FieldShape } from '../definition/field.ts';
import { WireError } from '../wire-error.ts';
import { referenceMethod } from './compile-encoder.ts';
import { defaultOf } from './defaults.ts';
import type { FieldPlan, StructPlan, ValuePlan } from './plan.ts';
import { planMessage } from './plan.ts';
import type { Reader } from './reader.ts';

export type Decoder = (reader: Reader) => unknown;

interface Scope {
  readonly functions: string[];
  readonly constants: unknown[];
}

/** Compiles the decoder of one version: a function a struct that ends in one object literal, so that all share a shape. */
export function compileDecoder(message: Message, version: number): Decoder {
  const scope: Scope = { functions: [], constants: [] };
  const root = structFunction(planMessage(message, version), scope);
  const source = `${scope.functions.join('\n')}\nreturn ${root};`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the source comes from our own definitions alone
  const build = new Function('c', 'required', source) as (...scope: unknown[]) => Decoder;
  return build(scope.constants, required);
}

function required(path: string, at: number): never {
  throw new WireError(`${path} is null before ${at}, and may not be`);
}

function structFunction(plan: StructPlan, scope: Scope): string {
  const body: string[] = [];
  plan.fields.forEach((field, i) => {
    if (!field.present || field.tag !== undefined) {
      body.push(`let f${i} = ${defaultSource(field.shape, scope)};`);
    } else {
      body.push(readSource(field, `f${i}`, plan.path, scope, 'let '));
    }
  });
  if (plan.flexible) body.push(tagsSource(plan, scope));
  const literal = plan.fields.map((field, i) => `${field.name}: f${i}`).join(', ');
  const name = `r${scope.functions.length}`;
  scope.functions.push(`function ${name}(r) {\n${body.join('\n')}\nreturn { ${literal} };\n}`);
  return name;
}

function defaultSource(shape: FieldShape, scope: Scope): string {
  const value = defaultOf(shape);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  scope.constants.push(value);
  return `c[${scope.constants.length - 1}]`;
}

/** Tags that this version does not know are from a newer one, and passed over. */
function tagsSource(plan: StructPlan, scope: Scope): string {
  const cases: string[] = [];
  plan.fields.forEach((field, i) => {
    if (!field.present || field.tag === undefined) return;
    cases.push(`case ${field.tag}: { ${readSource(field, `f${i}`, plan.path, scope, '')} break; }`);
  });
  if (cases.length === 0) return 'r.skipTags();';
  return `for (let left = r.uvarint(); left > 0; left--) {
const tag = r.uvarint(), end = r.endOf(r.uvarint());
switch (tag) { ${cases.join(' ')} default: r.at = end; }
r.expectAt(end); }`;
}

/** Source that reads a field into a variable. */
function readSource(field: FieldPlan, into: string, path: string, scope: Scope, declare: 'let ' | ''): string {
  const { value, nullable, compact } = field;
  switch (value.kind) {
    case 'scalar':
      return `${declare}${into} = ${scalarSource(value.type, nullable, compact)};`;
    case 'struct': {
      const call = `${structFunction(value.struct, scope)}(r)`;
      return `${declare}${into} = ${nullable ? `r.int8() < 0 ? null : ${call}` : call};`;
    }
    case 'array': {
      const absent = nullable ? 'null' : `required(${JSON.stringify(`${path}.${field.name}`)}, r.at)`;
      return `${declare}${into} = null; { const n = r.arrayLength(${compact}, ${value.elementBytesMin});
if (n < 0) ${into} = ${absent}; else { const a = ${into} = []; for (let i = 0; i < n; i++) a.push(${elementSource(value.element, compact, scope)}); } }`;
    }
  }
}

function elementSource(element: Exclude<ValuePlan, { kind: 'array' }>, compact: boolean, scope: Scope): string {
  if (element.kind === 'struct') return `${structFunction(element.struct, scope)}(r)`;
  return scalarSource(element.type, false, compact);
}

function scalarSource(type: string, nullable: boolean, compact: boolean): string {
  if (type !== 'string' && type !== 'bytes' && type !== 'records') return `r.${type}()`;
  return `r.${referenceMethod(type, nullable, compact)}()`;
}
