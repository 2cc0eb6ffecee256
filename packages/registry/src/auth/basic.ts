import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { RegistryError } from '../errors.ts';
import { isPassword, type PasswordHash } from './password-hash.ts';

export type StoredPassword =
  | { readonly kind: 'hash'; readonly hash: PasswordHash }
  /** From the environment, for those who cannot do otherwise. */
  | { readonly kind: 'plain'; readonly password: string };

export interface User {
  readonly name: string;
  readonly password: StoredPassword;
}

/** Verified sign-ins that are remembered: a client sends its password with each request, and checking it is slow on purpose. */
const rememberedMax = 1_000;
/** Sign-ins that wait for their turn. */
const waitingMax = 100;

/** Basic authentication (RFC 7617). One password is checked at a time, so that guessing cannot take all cores from the rest. */
export class BasicSignIn {
  readonly #users: ReadonlyMap<string, StoredPassword>;
  readonly #remembered = new Map<string, string>();
  readonly #salt = randomBytes(32).toString('hex');
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(users: readonly User[]) {
    this.#users = new Map(users.map(({ name, password }) => [name, password]));
  }

  /**
   * The user's name, or undefined when name and password do not belong together.
   * @throws RegistryError 429 when too many sign-ins wait
   */
  async userOf(credentials: string): Promise<string | undefined> {
    // The salt dies with the process: what is remembered tells nobody a password.
    const digest = hash('sha256', this.#salt + credentials, 'base64');
    const known = this.#remembered.get(digest);
    if (known !== undefined) return known;
    const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
    if (name === undefined || password === undefined) return undefined;
    if (!(await this.#inTurn(() => this.#isRight(name, password)))) return undefined;
    if (this.#remembered.size >= rememberedMax) this.#remembered.clear();
    this.#remembered.set(digest, name);
    return name;
  }

  /** An unknown name is checked against another's hash, or the time would tell which names there are. */
  async #isRight(name: string, password: string): Promise<boolean> {
    const own = this.#users.get(name);
    const stored = own ?? [...this.#users.values()].find(({ kind }) => kind === 'hash');
    const isRight = stored !== undefined && (await passes(password, stored));
    return isRight && own !== undefined;
  }

  async #inTurn<A>(check: () => Promise<A>): Promise<A> {
    if (this.#waiting >= waitingMax) throw new RegistryError(429, 429, 'Too many sign-ins at once; try again');
    this.#waiting++;
    const result = this.#last.then(check);
    this.#last = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      this.#waiting--;
    }
  }
}

async function passes(password: string, stored: StoredPassword): Promise<boolean> {
  if (stored.kind === 'hash') return isPassword(password, stored.hash);
  return timingSafeEqual(digestOf(password), digestOf(stored.password));
}

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
