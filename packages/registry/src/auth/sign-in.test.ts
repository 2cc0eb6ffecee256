import { silent } from '@millrace/base';
import * as fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashToken, newToken } from './bearer.ts';
import { hashPassword, parsePasswordHash } from './password-hash.ts';
import { SignIn, type RegistryAuth } from './sign-in.ts';

const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

const ciToken = newToken();
const ownToken = newToken();
const issuer = 'https://issuer.example';
const audience = 'registry';

let stored: string;
let signIn: SignIn;
let privateKey: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  privateKey = pair.privateKey;
  stored = await hashPassword('open sesame');
  const hash = parsePasswordHash(stored);
  if (hash === undefined) throw new Error('the hash cannot be read back');
  const auth: RegistryAuth = {
    users: [
      { name: 'alice', password: { kind: 'hash', hash } },
      { name: 'bob', password: { kind: 'plain', password: 'a:b' } },
    ],
    tokens: [{ principal: 'User:ci', hash: hashToken(ciToken) }],
    jwt: {
      issuer,
      audience,
      keys: { kind: 'local', set: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] } },
      principalClaim: 'sub',
      clockSkewSeconds: 30,
    },
    superUsers: ['User:bob'],
    rules: [],
    ownToken,
  };
  signIn = new SignIn(auth, silent);
});

const principalOf = async (header: string | undefined): Promise<string | undefined> =>
  (await signIn.callerOf(header))?.principal;

const now = Math.floor(Date.now() / 1000);
const claims: JWTPayload = { iss: issuer, aud: audience, sub: 'dora', exp: now + 60 };
const jwt = async (payload: JWTPayload, key: CryptoKey = privateKey): Promise<string> =>
  `Bearer ${await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(key)}`;

describe('signing in by password', () => {
  it('takes the right one, again and again, and no other', async () => {
    expect(await principalOf(basic('alice', 'open sesame'))).toBe('User:alice');
    expect(await principalOf(basic('alice', 'open sesame'))).toBe('User:alice');
    expect(await principalOf(basic('alice', 'open'))).toBeUndefined();
    expect(await principalOf(basic('nobody', 'open sesame'))).toBeUndefined();
    expect(await principalOf(basic('bob', 'a:b'))).toBe('User:bob');
    expect(await principalOf(basic('bob', 'a'))).toBeUndefined();
  });

  it('keeps no password that could be read', async () => {
    const another = await hashPassword('open sesame');
    expect(another).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[^$]+\$[^$]+$/);
    expect(another).not.toBe(stored);
  });

  it('refuses a hash that would take all memory', () => {
    const salt = 'c29tZXNhbHQ';
    const hash = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA';
    expect(parsePasswordHash(`$scrypt$ln=15,r=8,p=1$${salt}$${hash}`)).toBeDefined();
    expect(parsePasswordHash(`$scrypt$ln=30,r=8,p=1$${salt}$${hash}`)).toBeUndefined();
    expect(parsePasswordHash('secret')).toBeUndefined();
  });
});

describe('signing in by token', () => {
  it('takes one that was given out', async () => {
    expect(await principalOf(`Bearer ${ciToken}`)).toBe('User:ci');
    expect(await principalOf(`bearer ${ciToken}`)).toBe('User:ci');
    expect(await principalOf(`Bearer ${newToken()}`)).toBeUndefined();
    expect(await principalOf(`Bearer ${hashToken(ciToken)}`)).toBeUndefined();
  });

  it('takes one that the issuer signed for us and that has not run out', async () => {
    expect(await principalOf(await jwt(claims))).toBe('User:dora');
    expect(await principalOf(await jwt({ ...claims, exp: now - 10 }))).toBe('User:dora');
    expect(await principalOf(await jwt({ ...claims, exp: now - 60 }))).toBeUndefined();
    expect(await principalOf(await jwt({ ...claims, nbf: now + 60 }))).toBeUndefined();
    expect(await principalOf(await jwt({ ...claims, aud: 'another' }))).toBeUndefined();
    expect(await principalOf(await jwt({ ...claims, iss: 'https://evil.example' }))).toBeUndefined();
  });

  it('refuses one without end, without name, or by another hand', async () => {
    const { exp: _exp, ...endless } = claims;
    const { sub: _sub, ...nameless } = claims;
    expect(await principalOf(await jwt(endless))).toBeUndefined();
    expect(await principalOf(await jwt(nameless))).toBeUndefined();
    expect(await principalOf(await jwt(claims, (await generateKeyPair('ES256')).privateKey))).toBeUndefined();
    const unsigned = [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    expect(await principalOf(`Bearer ${unsigned.join('.')}.`)).toBeUndefined();
  });

  it('lets the services of the process do everything, and nobody who is only called like them', async () => {
    const right = { operation: 'DELETE', resource: { kind: 'registry' } } as const;
    expect((await signIn.callerOf(`Bearer ${ownToken}`))?.may(right)).toBe(true);
    expect((await signIn.callerOf(await jwt({ ...claims, sub: 'millrace' })))?.may(right)).toBe(false);
    expect((await signIn.callerOf(basic('bob', 'a:b')))?.may(right)).toBe(true);
    expect((await signIn.callerOf(`Bearer ${ciToken}`))?.may(right)).toBe(false);
  });
});

it('any other header signs nobody in, and breaks nothing', async () => {
  expect(await principalOf(undefined)).toBeUndefined();
  const part = fc.base64String();
  const header = fc.oneof(
    fc.string(),
    fc.string().map((text) => `Basic ${text}`),
    fc.string().map((text) => `Bearer ${text}`),
    fc.tuple(part, part, part).map((parts) => `Bearer ${parts.join('.')}`),
    fc
      .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue())
      .map(([head, body]) => [{ alg: 'ES256', ...head }, body].map((each) => btoa(encodeURI(JSON.stringify(each)))))
      .map((parts) => `Bearer ${parts.join('.')}.c2ln`),
  );
  await fc.assert(
    fc.asyncProperty(header, async (text) => {
      // Checking a password is slow on purpose; what is tried here is the reading.
      fc.pre(!/^basic/i.test(text) || !Buffer.from(text.slice(6), 'base64').toString().includes(':'));
      expect(await principalOf(text)).toBeUndefined();
    }),
  );
});
