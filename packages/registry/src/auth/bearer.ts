import { hash, randomBytes } from 'node:crypto';
import type { Logger } from '@millrace/base';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { RegistryError } from '../errors.ts';

/** A token that somebody was given, known by its hash only. */
export interface StaticToken {
  /** `User:ci`. */
  readonly principal: string;
  /** `sha256:` and the digest in base64url, see `hashToken`. Tokens are random, so a fast hash keeps them. */
  readonly hash: string;
}

export interface JwtOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: { readonly kind: 'url'; readonly url: URL } | { readonly kind: 'local'; readonly set: JSONWebKeySet };
  /** The claim that names the user. Default `sub`. */
  readonly principalClaim: string;
  /** How far the clocks of issuer and registry may be apart. Default 30 s. */
  readonly clockSkewSeconds: number;
}

/** Signatures that a holder of the public keys can check. `none` and shared secrets are not among them. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

export function hashToken(token: string): string {
  return `sha256:${hash('sha256', token, 'base64url')}`;
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Bearer authentication (RFC 6750): the principal of a token that was given out here, or that an issuer has signed. */
export class BearerSignIn {
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #jwt: JwtOptions | undefined;
  readonly #keys: JWTVerifyGetKey | undefined;
  readonly #logger: Logger;

  constructor(tokens: readonly StaticToken[], jwt: JwtOptions | undefined, logger: Logger) {
    this.#tokens = new Map(tokens.map(({ principal, hash }) => [hash, principal]));
    this.#jwt = jwt;
    this.#keys = jwt === undefined ? undefined : keysOf(jwt);
    this.#logger = logger;
  }

  /**
   * Undefined for a token that is not valid, or not any more.
   * @throws RegistryError 503 when the issuer's keys cannot be fetched or read
   */
  async principalOf(token: string): Promise<string | undefined> {
    return this.#tokens.get(hashToken(token)) ?? (await this.#ofJwt(token));
  }

  async #ofJwt(token: string): Promise<string | undefined> {
    if (this.#jwt === undefined || this.#keys === undefined) return undefined;
    const { issuer, audience, principalClaim, clockSkewSeconds: clockTolerance } = this.#jwt;
    const requiredClaims = ['exp', principalClaim];
    try {
      const checks = { issuer, audience, clockTolerance, requiredClaims, algorithms };
      const { payload } = await jwtVerify(token, this.#keys, checks);
      const name = payload[principalClaim];
      return typeof name === 'string' && name !== '' ? `User:${name}` : undefined;
    } catch (error) {
      if (isRefusal(error)) return undefined;
      this.#logger.warn({ error }, 'the keys of the token issuer could not be fetched or read');
      throw new RegistryError(503, 503, 'The keys of the token issuer could not be fetched or read; try again');
    }
  }
}

function keysOf({ keys }: JwtOptions): JWTVerifyGetKey {
  return keys.kind === 'url' ? createRemoteJWKSet(keys.url) : createLocalJWKSet(keys.set);
}

const faultsOfKeys: readonly string[] = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JWK_INVALID', 'ERR_JOSE_GENERIC'];

/** Whether the token is at fault, and not the keys or the way to them. */
function isRefusal(error: unknown): boolean {
  return error instanceof errors.JOSEError && !faultsOfKeys.includes(error.code);
}
