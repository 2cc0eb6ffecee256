import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silent } from '@millrace/base';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SignIn } from '../src/auth/sign-in.ts';

const issuer = 'https://issuer.example';
const audience = 'registry';

let server: Server;
let served: readonly JWK[] = [];
let isDown = false;
beforeAll(async () => {
  server = createServer((_request, response) => {
    if (isDown) response.writeHead(500).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: served }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => server.close());

function signIn(): SignIn {
  const { port } = server.address() as AddressInfo;
  const keys = { kind: 'url', url: new URL(`http://127.0.0.1:${port}/jwks.json`) } as const;
  const jwt = { issuer, audience, keys, principalClaim: 'sub', clockSkewSeconds: 30 };
  return new SignIn({ users: [], tokens: [], superUsers: [], rules: [], jwt }, silent);
}

async function newKey(kid: string): Promise<{ readonly jwk: JWK; readonly privateKey: CryptoKey }> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256' }, privateKey };
}

async function bearer(kid: string, key: CryptoKey): Promise<string> {
  const claims = { iss: issuer, aud: audience, sub: 'dora', exp: Math.floor(Date.now() / 1000) + 60 };
  return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key)}`;
}

it('the keys of an issuer are fetched where it publishes them', async () => {
  const [known, unknown] = [await newKey('known'), await newKey('unknown')];
  served = [known.jwk];
  const signedIn = signIn();
  expect((await signedIn.callerOf(await bearer('known', known.privateKey)))?.principal).toBe('User:dora');
  expect(await signedIn.callerOf(await bearer('unknown', unknown.privateKey))).toBeUndefined();
  // By the name of a key that is known, signed by one that is not.
  expect(await signedIn.callerOf(await bearer('known', unknown.privateKey))).toBeUndefined();
});

it('an issuer that does not answer is told apart from a token that is wrong', async () => {
  const { privateKey } = await newKey('known');
  isDown = true;
  await expect(signIn().callerOf(await bearer('known', privateKey))).rejects.toMatchObject({ status: 503 });
});
