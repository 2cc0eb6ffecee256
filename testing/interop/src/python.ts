import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const python = join(root, '.venv/bin/python');
// What the client's `schemaregistry` extra needs, named one by one: the extra asks for a certifi that not every index has.
const registryPackages = [
  'attrs==26.1.0',
  'authlib==1.9.9',
  'cachetools==8.0.1',
  'certifi==2026.10.18',
  'httpx==0.28.1',
];
const packages = ['confluent-kafka==2.16.1', 'fastavro==1.13.1', ...registryPackages];

/**
 * The Python of the repository's own environment with the packages of the tests, which is made once. Undefined when this
 * machine has no Python, or cannot fetch the packages; `why` says which.
 */
export function preparePython(): { readonly python: string } | { readonly why: string } {
  try {
    if (!existsSync(python)) {
      execFileSync('python3', ['-m', 'venv', join(root, '.venv')], { stdio: 'pipe', timeout: 120_000 });
    }
    if (!hasPackages()) {
      execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'pipe', timeout: 180_000 });
    }
    return { python };
  } catch (error) {
    return {
      why: `no Python with ${packages.join(', ')}: ${error instanceof Error ? error.message.split('\n')[0] : ''}`,
    };
  }
}

function hasPackages(): boolean {
  try {
    execFileSync(python, ['-c', 'import confluent_kafka.schema_registry.avro'], { stdio: 'pipe', timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}
