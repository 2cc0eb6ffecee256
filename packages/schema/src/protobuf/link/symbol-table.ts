import type { LinkedFile, LinkedImport, ProtobufSymbol, SymbolTable } from '../types.ts';

/** The files whose definitions a file with these imports may use: the imported, and what those import publicly. */
export function visibleFiles(imports: readonly LinkedImport[]): ReadonlySet<LinkedFile> {
  const visible = new Set<LinkedFile>();
  const add = (file: LinkedFile): void => {
    if (visible.has(file)) return;
    visible.add(file);
    for (const each of file.imports) if (each.isPublic) add(each.file);
  };
  for (const each of imports) add(each.file);
  return visible;
}

/** The files that the imports lead to, each once, those that others build on first. */
export function allFiles(imports: readonly LinkedImport[]): readonly LinkedFile[] {
  const files = new Set<LinkedFile>();
  const seen = new Set<LinkedFile>();
  const add = (file: LinkedFile): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const each of file.imports) add(each.file);
    files.add(file);
  };
  for (const each of imports) add(each.file);
  return [...files];
}

/** The table of a file whose own definitions are, or will be, `own`. */
export function symbolTable(
  own: ReadonlyMap<string, ProtobufSymbol>,
  packageName: string,
  imports: readonly LinkedImport[],
): SymbolTable {
  const visible = [...visibleFiles(imports)];
  const packages = new Set([packageName, ...visible.map((file) => file.tree.package.name)].flatMap(prefixesOf));
  const lookUp = (name: string): ProtobufSymbol | undefined => {
    const found = own.get(name) ?? visible.find((file) => file.symbols.own.has(name))?.symbols.own.get(name);
    return found ?? (packages.has(name) ? { kind: 'package' } : undefined);
  };
  return { own, resolve: (name, scope) => resolve(name, scope, lookUp) };
}

function resolve(
  name: string,
  scope: string,
  lookUp: (name: string) => ProtobufSymbol | undefined,
): ProtobufSymbol | undefined {
  if (name.startsWith('.')) return lookUp(name.slice(1));
  const [first = '', ...rest] = name.split('.');
  for (let around = scope; ; around = around.slice(0, Math.max(0, around.lastIndexOf('.')))) {
    const prefix = around === '' ? '' : `${around}.`;
    const found = lookUp(`${prefix}${first}`);
    // The innermost scope that knows the first part decides, unless it is nothing that could have parts or be meant.
    if (found !== undefined && found.kind !== 'other') {
      if (rest.length === 0) {
        if (found.kind !== 'package') return found;
      } else if (found.kind !== 'extension') {
        return lookUp(`${prefix}${name}`);
      }
    }
    if (around === '') return undefined;
  }
}

function prefixesOf(name: string): readonly string[] {
  const parts = name.split('.');
  return name === '' ? [] : parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
