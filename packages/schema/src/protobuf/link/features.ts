import type { OptionValue, ProtoOption, Syntax } from '../tree.ts';

/** What editions say by options named `features`, and what proto2 and proto3 fix. */
export interface Features {
  readonly field_presence: 'EXPLICIT' | 'IMPLICIT' | 'LEGACY_REQUIRED';
  readonly enum_type: 'OPEN' | 'CLOSED';
  readonly repeated_field_encoding: 'PACKED' | 'EXPANDED';
  readonly utf8_validation: 'VERIFY' | 'NONE';
  readonly message_encoding: 'LENGTH_PREFIXED' | 'DELIMITED';
}

const proto2: Features = {
  field_presence: 'EXPLICIT',
  enum_type: 'CLOSED',
  repeated_field_encoding: 'EXPANDED',
  utf8_validation: 'NONE',
  message_encoding: 'LENGTH_PREFIXED',
};
const proto3: Features = {
  ...proto2,
  field_presence: 'IMPLICIT',
  enum_type: 'OPEN',
  repeated_field_encoding: 'PACKED',
  utf8_validation: 'VERIFY',
};

/** Editions 2023 and 2024 agree in the features that decide how data is read. */
export function defaultFeatures(syntax: Syntax): Features {
  if (syntax.kind === 'edition') return { ...proto3, field_presence: 'EXPLICIT' };
  return syntax.name === 'proto3' ? proto3 : proto2;
}

/** The features of a declaration: those around it, and what its own options say. */
export function featuresWith(inherited: Features, options: readonly ProtoOption[]): Features {
  const own = options.flatMap(settingsOf);
  return own.length === 0 ? inherited : { ...inherited, ...Object.fromEntries(own) };
}

function settingsOf({ name, value }: ProtoOption): readonly (readonly [string, string])[] {
  const [first, second] = name;
  if (first?.name !== 'features' || first.isExtension) return [];
  if (second !== undefined) return settingOf(second.name, value);
  return value.kind === 'aggregate' ? value.members.flatMap((member) => settingOf(member.name, member.value)) : [];
}

function settingOf(name: string, value: OptionValue): readonly (readonly [string, string])[] {
  return value.kind === 'identifier' ? [[name, value.name]] : [];
}
