import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * A password that cannot be read back: scrypt (RFC 7914) in the PHC string format,
 * `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, where `ln` is the binary logarithm of N, and salt and hash are base64 without padding.
 */
export interface PasswordHash {
  readonly costLog2: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** 32 MiB and about 0.2 s for each sign-in: OWASP's advice for scrypt. */
const cost = { costLog2: 15, blockSize: 8, parallelization: 3 };
/** What a file may ask for: more would let one sign-in take the memory of the process. */
const bytesMax = 256 * 1024 * 1024;
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Undefined for text that is not of the form, or asks for more than 256 MiB. */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const [, ln, r, p, salt = '', hash = ''] = form.exec(text) ?? [];
  const parsed = {
    costLog2: Number(ln),
    blockSize: Number(r),
    parallelization: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
  const { costLog2, blockSize, parallelization } = parsed;
  const isUsable = costLog2 >= 1 && blockSize >= 1 && parallelization >= 1 && bytesOf(parsed) <= bytesMax;
  return isUsable ? parsed : undefined;
}

export async function hashPassword(password: string, salt: Uint8Array = randomBytes(16)): Promise<string> {
  const hash = await derive(password, { ...cost, salt, hash: new Uint8Array(32) });
  const { costLog2, blockSize, parallelization } = cost;
  return `$scrypt$ln=${costLog2},r=${blockSize},p=${parallelization}$${base64(salt)}$${base64(hash)}`;
}

/** Takes as long for a wrong password as for the right one. */
export async function isPassword(password: string, stored: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, stored), stored.hash);
}

function derive(password: string, { costLog2, blockSize, parallelization, salt, hash }: PasswordHash): Promise<Buffer> {
  const options = { N: 2 ** costLog2, r: blockSize, p: parallelization, maxmem: 2 * bytesMax };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hash.length, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

function bytesOf({ costLog2, blockSize, parallelization }: Pick<PasswordHash, keyof typeof cost>): number {
  return 128 * blockSize * (2 ** costLog2 + parallelization);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
