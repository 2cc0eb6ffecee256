#!/usr/bin/env node
// Plain JavaScript for any Node from 20 on: finds the Node that Millrace runs on, and the program (the bundle, or the source).
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const home = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const bundle = join(home, 'dist/millrace.mjs');
const program = existsSync(bundle) ? bundle : join(home, 'src/main.ts');

/** Node 24: of a checkout's `.tools`, or of the npm package `node` that the published package depends on. */
function newerNode() {
  const names = ['node', `node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  const folders = [join(home, '../../.tools/node_modules'), join(home, 'node_modules'), dirname(home)];
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name, 'bin', binary)))
    .find((path) => existsSync(path));
}

if (Number(process.versions.node.split('.')[0]) >= 24) {
  module.enableCompileCache?.();
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
} else {
  const node = newerNode();
  if (node === undefined) {
    process.stderr.write(
      `millrace: this is Node ${process.versions.node}; Node 24 is needed.\n          In a checkout run "npm run setup"; elsewhere install Node 24.\n`,
    );
    process.exit(2);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C at a terminal reaches the child by itself; this process only waits for its exit status.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
