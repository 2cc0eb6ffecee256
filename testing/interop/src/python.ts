import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const python = join(root, '.venv/bin/python');
// What the client's extras need for serializers and rules, named one by one: the extras bring the clients of three clouds as well.
const serializerPackages = [
  'attrs==26.1.0',
  'authlib==1.9.9',
  'cachetools==8.0.1',
  'certifi==2026.10.18',
  'httpx2==2.16.2',
  'jsonschema==4.26.0',
  'protobuf==7.36.2',
  'googleapis-common-protos==1.76.0',
];
const rulePackages = [
  'cel-python==0.5.0',
  'google-re2==1.1.20250805',
  'hkdf==0.0.3',
  'jsonata-python==0.7.1',
  'pyyaml==6.0.4',
  'requests==2.34.2',
  'tink==1.16.1',
];
const packages = ['confluent-kafka==2.16.1', 'fastavro==1.13.1', ...serializerPackages, ...rulePackages];
const modules = [
  'protobuf',
  'rules.cel.cel_executor',
  'rules.encryption.encrypt_executor',
  'rules.jsonata.jsonata_executor',
];

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
    const imports = modules.map((name) => `import confluent_kafka.schema_registry.${name}`).join('\n');
    execFileSync(python, ['-c', `import httpx2\n${imports}`], { stdio: 'pipe', timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}
