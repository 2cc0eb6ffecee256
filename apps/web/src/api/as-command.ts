import type { PublishRequest } from '@millrace/mesh';
import type { CommandForms } from '../parts/as-command.tsx';

/** A word for a POSIX shell, quoted when it needs to be. */
const shell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
/** A YAML scalar; JSON strings are YAML strings. */
const scalar = (value: unknown): string =>
  typeof value === 'string' && /^[A-Za-z][\w .-]*$/.test(value) ? value : JSON.stringify(value);

const newLine = ' \\\n  ';
const option = (flag: string, value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : [`--${flag} ${shell(value)}`];

const curl = (origin: string, method: string, path: string, body?: unknown): string =>
  [
    `curl ${method === 'POST' ? '' : `-X ${method} `}${shell(`${origin}/api/v1${path}`)}`,
    ...(body === undefined ? [] : [`-H 'content-type: application/json'`, `-d ${shell(JSON.stringify(body))}`]),
  ].join(newLine);

const yaml = (kind: string, fields: Readonly<Record<string, unknown>>): string =>
  [`kind: ${kind}`, ...Object.entries(fields).map(([name, value]) => `${name}: ${scalar(value)}`)].join('\n');

/** Publishing as a command. `origin` is the address of the mesh, e.g. `http://127.0.0.1:8080`. */
export function publishAs(origin: string, request: PublishRequest): CommandForms {
  const cli = [
    `millrace product publish ${shell(request.topic)}`,
    ...option('domain', request.domain),
    ...option('name', request.name),
    ...metadataOptions(request),
    ...(request.slaAcknowledged === true ? ['--acknowledge-sla'] : []),
  ].join(newLine);
  return { cli, curl: curl(origin, 'POST', '/products', request), yaml: yaml('product', { ...request }) };
}

/** The options that product metadata is given by. */
function metadataOptions(metadata: Partial<PublishRequest>): readonly string[] {
  return [
    ...option('owner', metadata.owner),
    ...option('description', metadata.description),
    ...option('quality', metadata.quality),
    ...option('sla', metadata.sla),
    ...option('alignment', metadata.alignment),
    ...(metadata.tags ?? []).flatMap((tag) => option('tag', tag)),
  ];
}

export function updateAs(origin: string, id: string, changes: Partial<PublishRequest>): CommandForms {
  return {
    cli: [`millrace product update ${shell(id)}`, ...metadataOptions(changes)].join(newLine),
    curl: curl(origin, 'PATCH', `/products/${id}`, changes),
    yaml: yaml('product', { id, ...changes }),
  };
}

/** `force` takes registered consumers away with the product. */
export function unpublishAs(origin: string, id: string, force: boolean): CommandForms {
  return {
    cli: `millrace product unpublish ${shell(id)}${force ? ' --force' : ''}`,
    curl: curl(origin, 'DELETE', `/products/${id}${force ? '?force=true' : ''}`),
    yaml: yaml('product', { id, remove: true }),
  };
}

export function registerAs(origin: string, product: string, name: string, purpose: string): CommandForms {
  const body = { name, purpose };
  return {
    cli: `millrace consumer add ${shell(name || 'NAME')} --product ${shell(product)}${purpose === '' ? '' : ` --purpose ${shell(purpose)}`}`,
    curl: curl(origin, 'POST', `/products/${product}/consumers`, body),
    yaml: yaml('consumer', { name, product, purpose }),
  };
}

export function removeConsumerAs(origin: string, id: string): CommandForms {
  return {
    cli: `millrace consumer remove ${shell(id)}`,
    curl: curl(origin, 'DELETE', `/consumers/${encodeURIComponent(id)}`),
    yaml: yaml('consumer', { id, remove: true }),
  };
}

export function sqlAs(origin: string, statement: string, isQuery: boolean): CommandForms {
  return {
    cli: `millrace sql ${shell(statement)}`,
    curl: curl(origin, 'POST', isQuery ? '/sql/queries' : '/sql', { statement }),
    yaml: `kind: statement\nsql: |\n${statement
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n')}`,
  };
}
