/** Letters of any script, as Avro's Java library takes them; the specification itself asks for ASCII. */
const simpleName = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;

export function isSimpleName(name: string): boolean {
  return simpleName.test(name);
}

/** A namespace is empty, or simple names with dots between. */
export function isNamespace(namespace: string): boolean {
  return namespace === '' || namespace.split('.').every(isSimpleName);
}

/** The full name: a dotted `name` stands for itself, any other lies in `namespace`. */
export function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

export function simpleNameOf(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}
