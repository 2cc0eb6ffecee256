/** The full name of what is defined in `scope` (a full name, or empty). */
export function qualified(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

export function simpleName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/** The name in Protobuf's JSON, unless the option `json_name` gives another: `unit_price` is `unitPrice`. */
export function jsonNameOf(fieldName: string): string {
  return fieldName.replace(/_+([^_]?)/g, (_, next: string) => next.toUpperCase());
}
