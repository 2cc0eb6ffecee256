import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(?:css|html|js|json|svg)$/;
const bytesMin = 1024;

async function compressFile(path: string): Promise<void> {
  if (!compressible.test(path) || (await stat(path)).size < bytesMin) return;
  const content = await readFile(path);
  const small = await promisify(gzip)(content, { level: 9 });
  const smaller = await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  await Promise.all([writeFile(`${path}.gz`, small), writeFile(`${path}.br`, smaller)]);
}

/** Writes a `.gz` and a `.br` beside every text file of the build, so that the server need not compress at each request. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'millrace-precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      await Promise.all(
        names.map(async (name) =>
          (await stat(join(folder, name))).isFile() ? compressFile(join(folder, name)) : undefined,
        ),
      );
    },
  };
}
