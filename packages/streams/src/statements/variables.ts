import { RestError, restErrorCode } from '../rest/errors.ts';

const definition = /\bDEFINE\s+([A-Za-z_]\w*)\s*=\s*'((?:[^']|'')*)'/gi;
const reference = /\$\{([A-Za-z_]\w*)\}/g;

/** Replaces `${name}` by the session's variables and those that the script itself defines. */
export function substituteVariables(script: string, variables: ReadonlyMap<string, string>): string {
  if (!script.includes('${')) return script;
  const values = new Map(variables);
  for (const [, name = '', value = ''] of script.matchAll(definition)) {
    values.set(name, value.replaceAll("''", "'"));
  }
  return script.replaceAll(reference, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) {
      throw new RestError(restErrorCode.badStatement, `Failed to substitute variable '${name}': it is not defined.`, {
        statement: script,
      });
    }
    return value;
  });
}
