import { MillraceError } from '@millrace/base';
import { isObject, parseJson, pointer, spelledMember, type JsonObject } from '../json.ts';
import { logicalOf } from './logical.ts';
import { fullName, isNamespace, isSimpleName, namespaceOf } from './names.ts';
import {
  branchName,
  isPrimitiveKind,
  type Attributes,
  type AvroEnum,
  type AvroField,
  type AvroFixed,
  type AvroNamed,
  type AvroPrimitive,
  type AvroRecord,
  type AvroSchema,
  type AvroUnion,
} from './schema.ts';

/** How deep definitions may lie in each other. Guards the stack; real schemas stay under 30. */
const depthMax = 200;
const fixedSizeMax = 2 ** 30;

/** Members that the specification defines for any type; all others are attributes. */
const reservedOfTypes = new Set('type name namespace doc aliases fields items values symbols size'.split(' '));
const reservedOfEnums = new Set([...reservedOfTypes, 'default']);
const reservedOfFields = new Set('name type doc default order aliases'.split(' '));
const noAttributes: Attributes = Object.freeze({});

interface Context {
  /** Every named type by full name: of the references, then of this text as far as it is read. */
  readonly names: Map<string, AvroNamed>;
}
interface Place {
  readonly path: string;
  readonly namespace: string;
  readonly depth: number;
}

/**
 * Reads a schema's JSON text. `known` holds named types that it may use without defining them, and is left as it is.
 * Defaults are not checked against their types, as in Avro's and Confluent's own registration.
 * @throws MillraceError SCHEMA_INVALID with the JSON pointer of the wrong place
 */
export function parseAvro(text: string, known: ReadonlyMap<string, AvroNamed> = new Map()): AvroSchema {
  return parseAvroJson(parseJson(text), known);
}

/** As `parseAvro`, of JSON that was parsed already. */
export function parseAvroJson(json: unknown, known: ReadonlyMap<string, AvroNamed> = new Map()): AvroSchema {
  return parseType(json, { names: new Map(known) }, { path: '', namespace: '', depth: 0 });
}

function parseType(json: unknown, context: Context, place: Place): AvroSchema {
  if (place.depth > depthMax) throw invalid(place, `is nested more than ${depthMax} levels deep`);
  if (typeof json === 'string') return parseReference(json, noAttributes, context, place);
  if (Array.isArray(json)) return parseUnion(json, context, place);
  if (!isObject(json)) throw invalid(place, `must be a type's name, a union or an object, not ${kindOfJson(json)}`);
  const type = json['type'];
  if (type === undefined) throw invalid(place, 'has no "type"');
  if (typeof type !== 'string') throw invalid(inside(place, 'type'), `must be a type's name, not ${kindOfJson(type)}`);
  switch (type) {
    case 'record':
    case 'error':
      return parseRecord(json, type === 'error', context, place);
    case 'enum':
      return parseEnum(json, context, place);
    case 'fixed':
      return parseFixed(json, context, place);
    case 'array':
      return {
        kind: 'array',
        items: parseType(required(json, 'items', place), context, inside(place, 'items')),
        attributes: attributesOf(json, reservedOfTypes),
      };
    case 'map':
      return {
        kind: 'map',
        values: parseType(required(json, 'values', place), context, inside(place, 'values')),
        attributes: attributesOf(json, reservedOfTypes),
      };
    default:
      return parseReference(type, attributesOf(json, reservedOfTypes), context, inside(place, 'type'));
  }
}

function parseReference(name: string, attributes: Attributes, context: Context, place: Place): AvroSchema {
  if (isPrimitiveKind(name)) return primitive(name, attributes);
  const found = context.names.get(fullName(name, place.namespace)) ?? context.names.get(name);
  if (found !== undefined) return found;
  throw invalid(place, `uses type ${JSON.stringify(name)}, which is neither a type of Avro nor defined before here`);
}

function primitive(kind: AvroPrimitive['kind'], attributes: Attributes): AvroPrimitive {
  const logical = logicalOf(kind, attributes, 0);
  return logical === undefined ? { kind, attributes } : { kind, logical, attributes };
}

function parseUnion(json: readonly unknown[], context: Context, place: Place): AvroUnion {
  const seen = new Set<string>();
  const branches = json.map((member, index) => {
    const at = inside(place, index);
    const branch = parseType(member, context, at);
    if (branch.kind === 'union') throw invalid(at, 'is a union directly inside a union');
    const name = branchName(branch);
    if (seen.has(name)) throw invalid(at, `is a second ${name} in one union`);
    seen.add(name);
    return branch;
  });
  return { kind: 'union', branches };
}

function parseRecord(json: JsonObject, isError: boolean, context: Context, place: Place): AvroRecord {
  const fields: AvroField[] = [];
  const record: AvroRecord = {
    kind: 'record',
    ...namedPart(json, place),
    isError,
    fields,
    attributes: attributesOf(json, reservedOfTypes),
  };
  // Known before its fields are read, so that they can use it.
  define(record, context, place);
  const declared = required(json, 'fields', place);
  const at = inside({ ...place, namespace: namespaceOf(record.name) }, 'fields');
  if (!Array.isArray(declared)) throw invalid(at, 'must be an array of fields');
  const seen = new Set<string>();
  declared.forEach((member: unknown, index) => {
    const field = parseField(member, context, inside(at, index));
    if (seen.has(field.name)) throw invalid(inside(at, index), `is a second field ${JSON.stringify(field.name)}`);
    seen.add(field.name);
    fields.push(field);
  });
  return record;
}

function parseField(json: unknown, context: Context, place: Place): AvroField {
  if (!isObject(json)) throw invalid(place, `must be a field's object, not ${kindOfJson(json)}`);
  const name = json['name'];
  if (typeof name !== 'string' || !isSimpleName(name)) throw invalid(place, wrongName('field', name));
  const written = json['order'] ?? 'ascending';
  const order = typeof written === 'string' ? written.toLowerCase() : '';
  if (order !== 'ascending' && order !== 'descending' && order !== 'ignore') {
    throw invalid(inside(place, 'order'), `must be ascending, descending or ignore`);
  }
  return {
    name,
    aliases: [...new Set(stringsOf(json, 'aliases', place))],
    ...docOf(json),
    type: parseType(required(json, 'type', place), context, inside(place, 'type')),
    ...('default' in json ? { default: { json: json['default'], printed: spelledMember(json, 'default') } } : {}),
    order,
    attributes: attributesOf(json, reservedOfFields),
  };
}

function parseEnum(json: JsonObject, context: Context, place: Place): AvroEnum {
  const symbols = stringsOf(json, 'symbols', place, true);
  symbols.forEach((symbol, index) => {
    const at = inside(inside(place, 'symbols'), index);
    if (!isSimpleName(symbol)) throw invalid(at, wrongName('symbol', symbol));
    if (symbols.indexOf(symbol) !== index) throw invalid(at, `is a second symbol ${JSON.stringify(symbol)}`);
  });
  const fallback = json['default'] ?? undefined;
  if (fallback !== undefined && (typeof fallback !== 'string' || !symbols.includes(fallback))) {
    throw invalid(inside(place, 'default'), `must be one of the symbols, not ${JSON.stringify(fallback)}`);
  }
  const schema: AvroEnum = {
    kind: 'enum',
    ...namedPart(json, place),
    symbols,
    ...(fallback === undefined ? {} : { default: fallback }),
    attributes: attributesOf(json, reservedOfEnums),
  };
  return define(schema, context, place);
}

function parseFixed(json: JsonObject, context: Context, place: Place): AvroFixed {
  const size = json['size'];
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || size > fixedSizeMax) {
    throw invalid(inside(place, 'size'), `must be a number of bytes from 0 to ${fixedSizeMax}`);
  }
  const attributes = attributesOf(json, reservedOfTypes);
  const logical = logicalOf('fixed', attributes, size);
  const named = namedPart(json, place);
  return define(
    { kind: 'fixed', ...named, size, ...(logical === undefined ? {} : { logical }), attributes },
    context,
    place,
  );
}

function namedPart(json: JsonObject, place: Place): { name: string; aliases: readonly string[]; doc?: string } {
  const name = json['name'];
  const namespace = json['namespace'] ?? place.namespace;
  if (typeof namespace !== 'string' || !isNamespace(namespace)) {
    throw invalid(inside(place, 'namespace'), `is not a namespace: ${JSON.stringify(namespace)}`);
  }
  if (typeof name !== 'string') throw invalid(place, wrongName('type', name));
  const full = fullName(name.startsWith('.') ? name.slice(1) : name, namespace);
  if (full === '' || !isNamespace(full) || isPrimitiveKind(full)) throw invalid(place, wrongName('type', name));
  const own = namespaceOf(full);
  return {
    name: full,
    aliases: [...new Set(stringsOf(json, 'aliases', place).map((alias) => fullName(alias, own)))],
    ...docOf(json),
  };
}

function define<T extends AvroNamed>(schema: T, context: Context, place: Place): T {
  if (context.names.has(schema.name)) throw invalid(place, `defines ${JSON.stringify(schema.name)} a second time`);
  context.names.set(schema.name, schema);
  return schema;
}

function docOf(json: JsonObject): { doc?: string } {
  const doc = json['doc'];
  return typeof doc === 'string' ? { doc } : {};
}

function stringsOf(json: JsonObject, member: string, place: Place, mandatory = false): readonly string[] {
  const value = member in json || mandatory ? json[member] : [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw invalid(inside(place, member), 'must be an array of strings');
}

function attributesOf(json: JsonObject, reserved: ReadonlySet<string>): Attributes {
  const own = Object.keys(json).filter((name) => !reserved.has(name));
  return own.length === 0 ? noAttributes : Object.fromEntries(own.map((name) => [name, spelledMember(json, name)]));
}

function required(json: JsonObject, member: string, place: Place): unknown {
  const value = json[member];
  if (value === undefined) throw invalid(place, `has no ${JSON.stringify(member)}`);
  return value;
}

function inside(place: Place, member: string | number): Place {
  return { path: pointer(place.path, member), namespace: place.namespace, depth: place.depth + 1 };
}

function wrongName(what: string, name: unknown): string {
  return name === undefined
    ? `is a ${what} without a name`
    : `has the name ${JSON.stringify(name)}: a ${what}'s name is letters, digits and _, and does not begin with a digit`;
}

function kindOfJson(json: unknown): string {
  if (Array.isArray(json)) return 'an array';
  return json === null ? 'null' : typeof json;
}

function invalid(place: Place, problem: string): MillraceError {
  const path = place.path === '' ? '/' : place.path;
  return new MillraceError('SCHEMA_INVALID', `The Avro schema is wrong: ${path} ${problem}.`, { details: { path } });
}
