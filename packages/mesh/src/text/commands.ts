/** The same action in the three forms that people automate with. */
export interface ActionForms {
  readonly cli: string;
  readonly curl: string;
  readonly yaml: string;
}

/** A word of a POSIX shell command, quoted only where it must be. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9@%+=:,./_-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A command line of words; what is undefined falls away, and an option with it when given as a pair. */
export const shellLine = (...parts: readonly (string | readonly [string, string | undefined])[]): string =>
  parts
    .flatMap((part) => {
      if (typeof part === 'string') return [shellWord(part)];
      return part[1] === undefined ? [] : [part[0], shellWord(part[1])];
    })
    .join(' ');

export function curlLine(method: string, url: string, body?: unknown): string {
  if (method === 'GET') return shellLine('curl', '-s', url);
  return body === undefined
    ? shellLine('curl', '-X', method, url)
    : `${shellLine('curl', '-X', method, url, '-H', 'content-type: application/json')} -d ${shellWord(JSON.stringify(body))}`;
}

/** YAML of plain values: every string as a JSON string, which YAML 1.2 reads as it is. */
export function yamlText(value: unknown, indent = ''): string {
  if (Array.isArray(value))
    return value.length === 0 ? ' []' : value.map((item) => `\n${indent}-${nested(item, indent)}`).join('');
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return members.length === 0
      ? ' {}'
      : members.map(([name, member]) => `\n${indent}${name}:${yamlText(member, `${indent}  `)}`).join('');
  }
  return ` ${typeof value === 'string' && /^[A-Za-z@][\w./@ -]*$/.test(value) && !isYamlWord(value) ? quoted(value) : JSON.stringify(value)}`;
}

/** An item of a list begins on the line of its dash. */
const nested = (item: unknown, indent: string): string =>
  typeof item === 'object' && item !== null
    ? yamlText(item, `${indent}  `).replace(/^\n\s*/, ' ')
    : yamlText(item, `${indent}  `);

const isYamlWord = (text: string): boolean => /^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
const quoted = (text: string): string => (text.startsWith('@') || text.endsWith(' ') ? JSON.stringify(text) : text);
