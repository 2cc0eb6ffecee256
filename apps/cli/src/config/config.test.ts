import { expect, test } from 'vitest';
import { configOf, settingsOfDocument, settingsOfEnvironment } from './config.ts';

test('flags win over the environment, which wins over the file', () => {
  const file = settingsOfDocument({ mesh: { port: 1 }, registry: { port: 2 }, ksql: { port: 3 } }, 'millrace.yaml');
  const environment = settingsOfEnvironment({ MILLRACE_MESH_PORT: '10', MILLRACE_REGISTRY_PORT: '20', HOME: '/' });
  const config = configOf([{ 'mesh.port': '100' }, environment, file]);
  expect([config.mesh, config.registry, config.ksql]).toEqual([
    { kind: 'embedded', port: 100, portChosen: true },
    { kind: 'embedded', port: 20, portChosen: true },
    { kind: 'embedded', port: 3, portChosen: true },
  ]);
});

test('an address of your own takes the place of the embedded server', () => {
  const config = configOf([settingsOfDocument({ broker: { bootstrap: 'kafka:9092' } }, 'millrace.yaml')]);
  expect(config.broker).toEqual({ kind: 'foreign', address: 'kafka:9092' });
  expect(config.registry).toEqual({ kind: 'embedded', port: 8081, portChosen: false });
});

test('"only" leaves the other services off', () => {
  const config = configOf([{ only: 'broker, registry' }]);
  expect([config.broker.kind, config.registry.kind, config.ksql.kind, config.mesh.kind]).toEqual([
    'embedded',
    'embedded',
    'off',
    'off',
  ]);
});

test('what is not understood is refused by name', () => {
  expect(() => settingsOfDocument({ broker: { bootsrap: 'x' } }, 'millrace.yaml')).toThrow(
    'no setting "broker.bootsrap"',
  );
  expect(() => configOf([{ only: 'brokers' }])).toThrow('"brokers"');
  expect(() => configOf([{ 'mesh.port': '70000' }])).toThrow('mesh.port is "70000"');
});

test('an address that others can reach is refused, whatever is started', () => {
  expect(() => configOf([{ host: '0.0.0.0', only: 'broker' }])).toThrow('0.0.0.0 is refused');
  expect(configOf([{ host: 'localhost' }]).host).toBe('localhost');
});

test('the sign-in at a registry is named by its place, never written down', () => {
  const url = { 'registry.url': 'http://registry:8081' };
  expect(configOf([{ ...url, 'registry.basic': 'env:LOGIN' }]).registryCredential).toEqual({
    scheme: 'Basic',
    from: { kind: 'env', name: 'LOGIN' },
  });
  expect(configOf([{ ...url, 'registry.bearer': 'file:/run/token' }]).registryCredential).toEqual({
    scheme: 'Bearer',
    from: { kind: 'file', path: '/run/token' },
  });
  expect(() => configOf([{ ...url, 'registry.bearer': 'secret' }])).toThrow(
    /^registry.bearer names where the secret is/,
  );
  expect(() => configOf([{ ...url, 'registry.auth': 'auth.yaml' }])).toThrow('leave out one of them');
});
