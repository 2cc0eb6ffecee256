import type { NumberRange, ProtoEnum, ProtoField, ProtoFile, ProtoMessage, ScalarKind } from './tree.ts';

/**
 * A schema with its names resolved and its features applied: what codecs, differences and descriptions work on. A type that is
 * used again is the same object, so types that contain themselves have cycles.
 */
export type ProtobufType = ProtobufScalar | ProtobufMessage | ProtobufEnum | ProtobufMap;

export interface ProtobufScalar {
  readonly kind: 'scalar';
  readonly scalar: ScalarKind;
}

export interface ProtobufMap {
  readonly kind: 'map';
  readonly key: ScalarKind;
  readonly value: ProtobufScalar | ProtobufMessage | ProtobufEnum;
}

export interface ProtobufMessage {
  readonly kind: 'message';
  /** With the package and the messages around it, without a dot before: `shop.Order.Line`. */
  readonly name: string;
  /** The name without the package: `Order.Line`. */
  readonly localName: string;
  /** The import path of the file that defines it; of the schema itself empty. */
  readonly path: string;
  /** Defined by a field. */
  readonly isGroup: boolean;
  /** First those outside of oneofs, as in the tree. */
  readonly fields: readonly ProtobufField[];
  readonly messages: readonly ProtobufMessage[];
  readonly enums: readonly ProtobufEnum[];
  /** The numbers that it leaves to extensions, in order. */
  readonly extensionRanges: readonly NumberRange[];
  readonly tree: ProtoMessage;
}

export interface ProtobufField {
  /** Of an extension its full name in brackets: `[shop.note]`. */
  readonly name: string;
  readonly jsonName: string;
  readonly number: number;
  readonly type: ProtobufType;
  readonly repeated: boolean;
  /** `implicit`: absent is the same as the type's default, and such a value is not sent. A field of a oneof is `explicit`. */
  readonly presence: 'explicit' | 'implicit' | 'required';
  /** Numbers that repeat are sent in one piece. Both forms are read. */
  readonly packed: boolean;
  /** A message between a start and an end tag (a group) in place of a length before it. */
  readonly delimited: boolean;
  /** A string that is not UTF-8 is an error. */
  readonly verifiesUtf8: boolean;
  readonly oneof?: string;
  readonly tree: ProtoField;
}

export interface ProtobufEnum {
  readonly kind: 'enum';
  readonly name: string;
  readonly path: string;
  /** Numbers without a name are kept; of a closed enum they are as if not sent. */
  readonly open: boolean;
  readonly tree: ProtoEnum;
}

export interface ProtobufExtension {
  readonly kind: 'extension';
  readonly extendee: ProtobufMessage;
  /** The full name, without brackets. */
  readonly name: string;
  readonly field: ProtobufField;
}

/** A file whose names all lead somewhere. */
export interface LinkedFile {
  readonly path: string;
  readonly tree: ProtoFile;
  readonly messages: readonly ProtobufMessage[];
  readonly enums: readonly ProtobufEnum[];
  readonly extensions: readonly ProtobufExtension[];
  readonly imports: readonly LinkedImport[];
  readonly symbols: SymbolTable;
}

export interface LinkedImport {
  readonly file: LinkedFile;
  readonly isPublic: boolean;
}

export type ProtobufSymbol =
  | ProtobufMessage
  | ProtobufEnum
  | ProtobufExtension
  | { readonly kind: 'package' }
  /** A field, a oneof, an enum's value, a service or a method: nothing that a type's name may lead to. */
  | { readonly kind: 'other' };

export interface SymbolTable {
  /** What the file itself defines, by full name. */
  readonly own: ReadonlyMap<string, ProtobufSymbol>;
  /** What a name means that is written inside `scope` (a full name, or empty), as C++ looks names up. */
  resolve(name: string, scope: string): ProtobufSymbol | undefined;
}
