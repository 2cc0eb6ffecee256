import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { MillraceError } from '@millrace/base';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem, sendProblem } from './problem.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

interface WebFile {
  readonly path: string;
  readonly type: string;
  /** Encodings of the file beside it, best first. */
  readonly encodings: readonly ('br' | 'gzip')[];
  /** Its name holds a hash of its content. */
  readonly immutable: boolean;
}

/**
 * Serves the built UI from `root`: only files that were there at the start, so that no path can lead out of it. Any other
 * address that a browser navigates to gets the page itself, which knows its own addresses.
 */
export async function webFiles(app: FastifyInstance, root: string): Promise<void> {
  const files = await listFiles(root);
  const page = files.get('/index.html');
  if (page === undefined)
    throw new MillraceError('CONFIG_INVALID', `${root} holds no index.html; build the UI first (npm run setup).`);
  app.get('/*', (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const file = files.get(path);
    if (file !== undefined) return sendFile(request, reply, file);
    // A product's name may end like a file's: only what is served as a file is missed as one.
    const navigates = !path.startsWith('/api/') && !(extname(path) in types);
    return navigates
      ? sendFile(request, reply, page)
      : sendProblem(reply, problem('NOT_FOUND', `There is nothing at ${path}.`));
  });
}

async function listFiles(root: string): Promise<ReadonlyMap<string, WebFile>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new MillraceError('CONFIG_INVALID', `The folder of the UI, ${root}, cannot be read.`, { cause });
  });
  const paths = new Set(
    entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  return new Map(
    [...paths]
      .filter((path) => !/\.(br|gz)$/.test(path))
      .map((path) => {
        const file: WebFile = {
          path: join(root, path),
          type: types[extname(path)] ?? 'application/octet-stream',
          encodings: [
            ...(paths.has(`${path}.br`) ? ['br' as const] : []),
            ...(paths.has(`${path}.gz`) ? ['gzip' as const] : []),
          ],
          immutable: path.startsWith(`assets${sep}`),
        };
        return [`/${path.split(sep).join('/')}`, file];
      }),
  );
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, file: WebFile): Promise<FastifyReply> {
  const accepted = request.headers['accept-encoding'] ?? '';
  const encoding = file.encodings.find((each) => accepted.includes(each));
  const path = encoding === undefined ? file.path : `${file.path}.${encoding === 'br' ? 'br' : 'gz'}`;
  const { size } = await stat(path);
  void reply.headers({
    ...securityHeaders,
    'content-type': file.type,
    'content-length': size,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(file.encodings.length === 0 ? {} : { vary: 'accept-encoding' }),
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  });
  return reply.send(createReadStream(path));
}
