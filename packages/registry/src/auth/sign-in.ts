import type { Logger } from '@millrace/base';
import { BasicSignIn, type User } from './basic.ts';
import { BearerSignIn, hashToken, type JwtOptions, type StaticToken } from './bearer.ts';
import { callerOf, superUser, type Caller } from './caller.ts';
import type { Rule } from './rights.ts';

/** Who may sign in, and what each may do. */
export interface RegistryAuth {
  readonly users: readonly User[];
  readonly tokens: readonly StaticToken[];
  /** Tokens that an identity provider signs; absent for none. */
  readonly jwt?: JwtOptions;
  /** Principals who may do everything. */
  readonly superUsers: readonly string[];
  readonly rules: readonly Rule[];
  /** A token for the other services of the process, made at its start and kept in memory. Whoever has it may do everything. */
  readonly ownToken?: string;
}

/** The services of the process itself. */
const itself = 'User:millrace';

/** Finds out who sent a request. */
export class SignIn {
  readonly #auth: RegistryAuth;
  readonly #basic: BasicSignIn;
  readonly #bearer: BearerSignIn;
  readonly #ownHash: string | undefined;

  constructor(auth: RegistryAuth, logger: Logger) {
    this.#auth = auth;
    this.#basic = new BasicSignIn(auth.users);
    this.#bearer = new BearerSignIn(auth.tokens, auth.jwt, logger);
    this.#ownHash = auth.ownToken === undefined ? undefined : hashToken(auth.ownToken);
  }

  /**
   * Undefined when nobody has signed in: the header is absent, of another scheme, or wrong.
   * @throws RegistryError 429 or 503, when it cannot be told now
   */
  async callerOf(authorization: string | undefined): Promise<Caller | undefined> {
    const [, scheme = '', credentials = ''] = /^(\S+) +(\S+) *$/.exec(authorization ?? '') ?? [];
    switch (scheme.toLowerCase()) {
      case 'basic': {
        const user = await this.#basic.userOf(credentials);
        return user === undefined ? undefined : this.#caller(`User:${user}`);
      }
      case 'bearer': {
        // Not by name: a user who is called the same is somebody else.
        if (hashToken(credentials) === this.#ownHash) return superUser(itself);
        const principal = await this.#bearer.principalOf(credentials);
        return principal === undefined ? undefined : this.#caller(principal);
      }
      default:
        return undefined;
    }
  }

  #caller(principal: string): Caller {
    const { superUsers, rules } = this.#auth;
    return superUsers.includes(principal) ? superUser(principal) : callerOf(principal, rules);
  }
}
