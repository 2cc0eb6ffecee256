/** Messages of `google/protobuf/descriptor.proto` as our codec gives and takes them, with options as bytes. */
export interface FileDescriptor {
  readonly name?: string;
  readonly package?: string;
  readonly dependency: readonly string[];
  readonly public_dependency: readonly number[];
  readonly weak_dependency: readonly number[];
  readonly option_dependency: readonly string[];
  readonly message_type: readonly MessageDescriptor[];
  readonly enum_type: readonly EnumDescriptor[];
  readonly service: readonly ServiceDescriptor[];
  readonly extension: readonly FieldDescriptor[];
  readonly options?: Uint8Array;
  readonly syntax?: string;
  readonly edition?: string | number;
}

export interface MessageDescriptor {
  readonly name?: string;
  readonly field: readonly FieldDescriptor[];
  readonly nested_type: readonly MessageDescriptor[];
  readonly enum_type: readonly EnumDescriptor[];
  readonly extension_range: readonly RangeDescriptor[];
  readonly extension: readonly FieldDescriptor[];
  readonly options?: Uint8Array;
  readonly oneof_decl: readonly OneofDescriptor[];
  /** The end does not belong to the range, unlike that of an enum. */
  readonly reserved_range: readonly RangeDescriptor[];
  readonly reserved_name: readonly string[];
  readonly visibility?: string;
}

export interface RangeDescriptor {
  readonly start?: number;
  readonly end?: number;
  readonly options?: Uint8Array;
}

export interface FieldDescriptor {
  readonly name?: string;
  readonly extendee?: string;
  readonly number?: number;
  /** `LABEL_REPEATED`. */
  readonly label?: string;
  /** `TYPE_SINT32`. */
  readonly type?: string;
  readonly type_name?: string;
  readonly default_value?: string;
  readonly options?: Uint8Array;
  readonly oneof_index?: number;
  readonly json_name?: string;
  readonly proto3_optional?: boolean;
}

export interface OneofDescriptor {
  readonly name?: string;
  readonly options?: Uint8Array;
}

export interface EnumDescriptor {
  readonly name?: string;
  readonly value: readonly EnumValueDescriptor[];
  readonly options?: Uint8Array;
  readonly reserved_range: readonly RangeDescriptor[];
  readonly reserved_name: readonly string[];
  readonly visibility?: string;
}

export interface EnumValueDescriptor {
  readonly name?: string;
  readonly number?: number;
  readonly options?: Uint8Array;
}

export interface ServiceDescriptor {
  readonly name?: string;
  readonly method: readonly MethodDescriptor[];
  readonly options?: Uint8Array;
}

export interface MethodDescriptor {
  readonly name?: string;
  readonly input_type?: string;
  readonly output_type?: string;
  readonly options?: Uint8Array;
  readonly client_streaming?: boolean;
  readonly server_streaming?: boolean;
}

/** The messages of options, by what has them. */
export type OptionsName =
  | 'FileOptions'
  | 'MessageOptions'
  | 'FieldOptions'
  | 'OneofOptions'
  | 'ExtensionRangeOptions'
  | 'EnumOptions'
  | 'EnumValueOptions'
  | 'ServiceOptions'
  | 'MethodOptions';
