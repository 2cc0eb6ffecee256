import { invalidProto } from '../errors.ts';
import { linkFile } from '../link/link-file.ts';
import { parseProtoText } from '../text/parse-file.ts';
import type { LinkedFile } from '../types.ts';
import { wellKnownFiles } from './well-known.ts';

const linked = new Map<string, LinkedFile>();

/** A file that may be imported without a reference; read when it is first asked for. */
export function builtinFile(path: string): LinkedFile | undefined {
  const known = linked.get(path);
  const text = wellKnownFiles.get(path);
  if (known !== undefined || text === undefined) return known;
  const file = linkFile(parseProtoText(text), path, (each) => {
    const imported = builtinFile(each.path);
    if (imported === undefined) throw invalidProto(`${path} imports "${each.path}", which is not built in`);
    return imported;
  });
  linked.set(path, file);
  return file;
}
