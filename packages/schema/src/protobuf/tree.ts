/**
 * The tree of a .proto file as it is written (Protobuf language specifications of proto2, proto3 and editions): names are not
 * resolved, options not interpreted. Declarations stand by kind, each kind in the order written, as in a descriptor.
 */
export interface ProtoFile {
  readonly syntax: Syntax;
  readonly package: ProtoPackage;
  readonly imports: readonly ProtoImport[];
  readonly options: readonly ProtoOption[];
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly extends: readonly ProtoExtend[];
  readonly services: readonly ProtoService[];
  /** Behind the last declaration. */
  readonly end: readonly Comment[];
}

export interface Syntax extends Declared {
  /** A file that says nothing is proto2. */
  readonly kind: 'syntax' | 'edition' | 'absent';
  /** `proto2`, `proto3`, or the edition: `2023`. */
  readonly name: string;
}

/** Whether the file may say who sees its types, and import for options alone. */
export function isFromEdition2024({ kind, name }: Syntax): boolean {
  return kind === 'edition' && name >= '2024';
}

export interface ProtoPackage extends Declared {
  /** Empty when the file names none. */
  readonly name: string;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a comment without `//`, `/*` and the stars before its lines. */
export interface Comment {
  readonly lines: readonly string[];
  /** A blank line follows: it speaks of no declaration. */
  readonly detached: boolean;
}

/** What every declaration has. */
export interface Declared {
  /** Absent when the tree does not come from text. */
  readonly at?: Position;
  readonly comments?: {
    readonly before: readonly Comment[];
    /** On the line of the declaration's `;` or `{`. */
    readonly after?: string;
    /** Before the closing brace. */
    readonly end?: readonly Comment[];
  };
}

export interface ProtoImport extends Declared {
  readonly path: string;
  readonly kind: 'plain' | 'public' | 'weak' | 'option';
}

export interface ProtoMessage extends Declared {
  readonly name: string;
  readonly visibility?: Visibility;
  readonly options: readonly ProtoOption[];
  readonly reserved: readonly ProtoReserved[];
  readonly fields: readonly ProtoField[];
  readonly oneofs: readonly ProtoOneof[];
  readonly extensions: readonly ProtoExtensions[];
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly extends: readonly ProtoExtend[];
}

/** See `isFromEdition2024`. */
export type Visibility = 'export' | 'local';

export interface ProtoField extends Declared {
  readonly name: string;
  readonly number: number;
  readonly label?: Label;
  readonly type: ProtoType;
  /** `default` and `json_name` too. */
  readonly options: readonly ProtoOption[];
}

export type Label = 'optional' | 'required' | 'repeated';

export type ProtoType = ProtoScalar | ProtoNamed | ProtoMap | ProtoGroup;

export interface ProtoScalar {
  readonly kind: 'scalar';
  readonly scalar: ScalarKind;
}

export interface ProtoNamed {
  readonly kind: 'named';
  /** As written: `Status`, `Outer.Status`, `.shop.Status`. */
  readonly name: string;
}

export interface ProtoMap {
  readonly kind: 'map';
  readonly key: ScalarKind;
  readonly value: ProtoScalar | ProtoNamed;
}

/** The message that a group defines beside its field, whose name is the message's in lower case. */
export interface ProtoGroup {
  readonly kind: 'group';
  readonly message: ProtoMessage;
}

export const scalarKinds = [
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
] as const;
export type ScalarKind = (typeof scalarKinds)[number];

export function isScalarKind(name: string): name is ScalarKind {
  return (scalarKinds as readonly string[]).includes(name);
}

export interface ProtoOneof extends Declared {
  readonly name: string;
  readonly options: readonly ProtoOption[];
  readonly fields: readonly ProtoField[];
}

/** Both ends belong to the range. */
export interface NumberRange {
  readonly start: number;
  readonly end: number;
}

/** Numbers or names, as one statement has them. */
export interface ProtoReserved extends Declared {
  readonly ranges: readonly NumberRange[];
  readonly names: readonly string[];
}

export interface ProtoExtensions extends Declared {
  readonly ranges: readonly NumberRange[];
  readonly options: readonly ProtoOption[];
}

export interface ProtoEnum extends Declared {
  readonly name: string;
  readonly visibility?: Visibility;
  readonly options: readonly ProtoOption[];
  readonly reserved: readonly ProtoReserved[];
  readonly values: readonly ProtoEnumValue[];
}

export interface ProtoEnumValue extends Declared {
  readonly name: string;
  readonly number: number;
  readonly options: readonly ProtoOption[];
}

export interface ProtoExtend extends Declared {
  readonly extendee: string;
  readonly fields: readonly ProtoField[];
}

export interface ProtoService extends Declared {
  readonly name: string;
  readonly options: readonly ProtoOption[];
  readonly methods: readonly ProtoMethod[];
}

export interface ProtoMethod extends Declared {
  readonly name: string;
  readonly input: MethodType;
  readonly output: MethodType;
  readonly options: readonly ProtoOption[];
}

export interface MethodType {
  readonly name: string;
  readonly stream: boolean;
}

export interface ProtoOption extends Declared {
  /** `(shop.tags).pii` is an extension and a field of its message. */
  readonly name: readonly OptionNamePart[];
  readonly value: OptionValue;
}

export interface OptionNamePart {
  readonly name: string;
  readonly isExtension: boolean;
}

export type OptionValue =
  /** `true`, `SPEED`, `inf`. */
  | { readonly kind: 'identifier'; readonly name: string }
  /** As written, with its sign: `0x1F`, `-1.5e3`, `-inf`. */
  | { readonly kind: 'number'; readonly text: string }
  /** Bytes that are not UTF-8 are U+DC80 to U+DCFF, one a byte. */
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly OptionValue[] }
  | { readonly kind: 'aggregate'; readonly members: readonly AggregateMember[] };

/** A member of a value in the text format. The name of an extension, or the URL of an `Any`, stands in brackets. */
export interface AggregateMember {
  readonly name: string;
  readonly value: OptionValue;
}

export const fieldNumberMax = 2 ** 29 - 1;
export const enumNumberMax = 2 ** 31 - 1;
