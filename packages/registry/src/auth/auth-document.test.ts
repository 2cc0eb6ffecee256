import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthDocument } from './auth-document.ts';
import { hashToken } from './bearer.ts';

const password = '$scrypt$ln=15,r=8,p=3$c29tZXNhbHRzb21lc2FsdA$MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI';
const whole = {
  users: [
    { name: 'alice', password },
    { name: 'bob', password: { env: 'BOB' } },
  ],
  tokens: [{ principal: 'User:ci', token: hashToken('t') }],
  jwt: { issuer: 'https://issuer.example', audience: 'registry', jwks: 'https://issuer.example/jwks.json' },
  superUsers: ['User:root'],
  rules: [
    { principal: 'User:alice', permission: 'allow', operations: ['ALL'], subject: 'orders-', pattern: 'prefixed' },
    { principal: 'User:*', permission: 'deny', operations: ['DELETE'], context: '*' },
    { principal: 'User:ci', permission: 'allow', operations: ['READ'], registry: true },
  ],
};
const parse = (document: unknown) => parseAuthDocument(document, 'auth.yaml', { BOB: 'secret' });

describe('the file of those who may sign in', () => {
  it('is read', () => {
    const auth = parse(whole);
    expect(auth.users.map((user) => [user.name, user.password.kind])).toEqual([
      ['alice', 'hash'],
      ['bob', 'plain'],
    ]);
    expect(auth.jwt).toMatchObject({ principalClaim: 'sub', clockSkewSeconds: 30, keys: { kind: 'url' } });
    expect(auth.rules[0]).toEqual({
      principal: 'User:alice',
      permission: 'allow',
      operations: ['READ', 'WRITE', 'DELETE', 'COMPATIBILITY'],
      resource: { kind: 'subject', name: 'orders-', pattern: 'prefixed' },
    });
    expect(auth.rules[2]?.resource).toEqual({ kind: 'registry' });
  });

  it('takes the keys of an issuer that cannot be reached', () => {
    const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] };
    expect(parse({ jwt: { ...whole.jwt, jwks } }).jwt?.keys).toEqual({ kind: 'local', set: jwks });
  });

  const rule = { principal: 'User:alice', permission: 'allow', operations: ['READ'], subject: 'orders' };
  it.each([
    ['a secret', { users: [{ name: 'a', password: 'secret' }] }, 'users[0].password must be what `millrace registry'],
    ['an unset variable', { users: [{ name: 'a', password: { env: 'NO' } }] }, 'as NO, which is not set'],
    ['a name with a colon', { users: [{ name: 'a:b', password }] }, 'users[0].name may not hold a colon'],
    ['a token as it is', { tokens: [{ principal: 'User:ci', token: 't' }] }, 'tokens[0].token must be the hash'],
    ['nobody', { rules: [rule] }, 'names nobody who can sign in'],
    [
      'keys over plain HTTP',
      { jwt: { ...whole.jwt, jwks: 'http://127.0.0.1.example/k' } },
      'jwt.jwks must be an https URL',
    ],
    ['a misspelt member', { ...whole, rules: [{ ...rule, patern: 'prefixed' }] }, 'rules[0] has no "patern"'],
    [
      'an unknown operation',
      { ...whole, rules: [{ ...rule, operations: ['LOOK'] }] },
      'rules[0].operations[0] must be',
    ],
    ['a rule about two things', { ...whole, rules: [{ ...rule, kek: 'k' }] }, 'rules[0] must be about one of'],
    ['a group', { ...whole, rules: [{ ...rule, principal: 'alice' }] }, 'rules[0].principal must be a principal'],
  ])('refuses %s by its place', (_what, document, message) => {
    expect(() => parse(document)).toThrow(message);
  });

  it('of any other form is refused as what it is, a wrong setting', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...Object.keys(whole)), fc.jsonValue({ maxDepth: 3 }))
      .map(([member, value]) => ({ ...whole, [member]: value }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), mutated), (document) => {
        try {
          parse(document);
        } catch (error) {
          expect(error).toBeInstanceOf(MillraceError);
          expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
        }
      }),
    );
  });
});
