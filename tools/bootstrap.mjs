// The one script that runs before anything is installed: plain JavaScript, no dependencies, any Node from 20 on.
// It puts Node 24 into `.tools`, installs the packages with it, builds, and hands over to the task that was asked for.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '24.21.0';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const toolsDir = join(root, '.tools');
const stampFile = join(toolsDir, 'stamp.json');
const started = Date.now();

const tasks = {
  setup: async () => {
    await build();
    say(`ready. Start the example with "npm start", or any command with "npx millrace --help".`);
  },
  start: async (args) => {
    await build();
    // The user's Ctrl-C reaches the whole process group: Millrace drains, and this script waits for it.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
    process.exitCode = await run(
      node(),
      [join(root, 'apps/cli/bin/millrace.mjs'), 'up', '--example', 'flights', ...args],
      { forward: true },
    );
  },
  check: async (args) => {
    install({ tests: true });
    process.exitCode = await run(node(), [join(root, 'tools/check.ts'), ...args]);
  },
  test: async (args) => {
    await build({ tests: true });
    process.exitCode = await run(node(), [join(root, 'tools/test.ts'), ...args]);
  },
  pack: async () => {
    await build();
    process.exitCode = await run(node(), [join(root, 'tools/pack.ts')]);
  },
  // Runs a TypeScript file of the checkout under the project's Node.
  source: async ([file, ...args]) => {
    install({ tests: true });
    process.exitCode = await run(node(), [join(root, file), ...args]);
  },
};

function say(text) {
  process.stderr.write(`millrace: ${text}\n`);
}

/** Ends with what went wrong and what to do about it. */
function fail(what, remedy) {
  process.stderr.write(`\nmillrace: ${what}\n          ${remedy}\n`);
  process.exit(1);
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {}; // The first start has none.
  }
}

function writeStamp(change) {
  mkdirSync(toolsDir, { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ ...readStamp(), ...change }, null, 2));
}

/** Path of a Node that is new enough: the running one, or the one in `.tools`. */
function node() {
  if (process.versions.node.split('.')[0] === '24') return process.execPath;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const names = ['node', `node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  for (const name of names) {
    const path = join(toolsDir, 'node_modules', name, 'bin', binary);
    if (existsSync(path)) return path;
  }
  return undefined;
}

function environment() {
  const nodeBin = dirname(node() ?? process.execPath);
  return { ...process.env, PATH: [nodeBin, join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter) };
}

/** npm, run by the given Node: what npm installs depends on the Node that runs it. */
function npm(nodePath, args) {
  const options = { cwd: root, env: environment(), stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' };
  const script = process.env.npm_execpath;
  const result =
    script?.endsWith('.js') === true
      ? spawnSync(nodePath, [script, ...args], options)
      : spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
          ...options,
          shell: process.platform === 'win32',
        });
  return { ok: result.status === 0, output: result.stderr ?? String(result.error) };
}

function ensureNode() {
  if (node() !== undefined) return;
  mkdirSync(toolsDir, { recursive: true });
  say(`installing Node ${NODE_VERSION} into .tools (once, about 50 MB to download) …`);
  const target = ['install', '--prefix', toolsDir, '--no-audit', '--no-fund', '--no-package-lock'];
  let result = npm(process.execPath, [...target, `node@${NODE_VERSION}`]);
  // npm may be set not to run install scripts, which is how the package `node` fetches the binary of this platform.
  if (node() === undefined)
    result = npm(process.execPath, [...target, `node-${process.platform}-${process.arch}@${NODE_VERSION}`]);
  if (node() === undefined) {
    fail(
      `Node ${NODE_VERSION} could not be installed:\n${result.output.trim()}`,
      'Check that npm reaches its registry ("npm ping"), or install Node 24 yourself and start again.',
    );
  }
}

/** Installs what package-lock.json names, unless exactly that is installed. The clients that only tests use come with `tests`. */
function install({ tests = false } = {}) {
  if (Number(process.versions.node.split('.')[0]) < 20)
    fail(`this is Node ${process.versions.node}.`, 'Millrace needs Node 20 or newer to start with.');
  ensureNode();
  const lock = digest([join(root, 'package-lock.json')]);
  const stamp = readStamp();
  if (stamp.lock === lock && (stamp.tests === true || !tests) && existsSync(join(root, 'node_modules'))) return;
  say('installing packages (once, one to two minutes) …');
  const program = ['packages', 'apps', 'examples'].map((folder) => `--workspace=${folder}`);
  const which = tests ? [] : [...program, '--include-workspace-root'];
  const result = npm(node(), ['ci', '--no-audit', '--no-fund', ...which]);
  if (!result.ok)
    fail(
      `"npm ci" failed:\n${result.output.trim()}`,
      'Check that npm reaches its registry ("npm ping") and that the disk has 1 GB free, then start again.',
    );
  writeStamp({ lock, tests, build: undefined });
}

/** Builds the UI and the bundle, unless the sources are those of the last build. */
async function build(options) {
  install(options);
  const sources = digest([
    ...files(join(root, 'packages')),
    ...files(join(root, 'apps')),
    ...files(join(root, 'examples')),
    join(root, 'tools/build.ts'),
  ]);
  if (readStamp().build === sources && existsSync(join(root, 'apps/cli/dist/millrace.mjs'))) return;
  say('building …');
  const status = await run(node(), [join(root, 'tools/build.ts')]);
  if (status !== 0)
    fail(
      'the build failed.',
      'The lines above say where. On an unchanged checkout this is a defect: please report it.',
    );
  writeStamp({ build: sources });
  say(`built, ${((Date.now() - started) / 1000).toFixed(1)} s since the start.`);
}

function files(directory) {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|css|html|json|svg|sql|yaml|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !/[/\\](node_modules|dist|tests)[/\\]/.test(path) && !/\.test\.tsx?$/.test(path))
    .sort();
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}

function run(command, args, { forward = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: forward ? (process.env.INIT_CWD ?? process.cwd()) : root,
      env: environment(),
      stdio: 'inherit',
    });
    child.on('error', (error) =>
      fail(`${command} could not be started: ${error.message}`, 'Delete the folder .tools and start again.'),
    );
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
    // A signal sent to this process alone (not typed at a terminal) must reach the child too.
    if (forward) process.on('SIGTERM', () => child.kill('SIGTERM'));
  });
}

const [name = '', ...args] = process.argv.slice(2);
const task = tasks[name];
if (task === undefined) fail(`there is no task "${name}".`, `Tasks: ${Object.keys(tasks).join(', ')}.`);
await task(args);
