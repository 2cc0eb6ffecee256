/** Made-up events of a small broker: seeded, so that two runs with the same seed say the same. */
export interface Generated {
  readonly topic: string;
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** Numbers from 0 to below 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const topics = {
  trades: 'execution.stocktrades',
  users: 'membership.users',
  pageviews: 'web.pageviews',
} as const;

const symbols = ['ZBZX', 'ZJZZT', 'ZTEST', 'ZVV', 'ZVZZT', 'ZWZZT', 'ZXZZT'];
const regions = ['Region_US', 'Region_EU', 'Region_APAC', 'Region_LATAM'];
const genders = ['FEMALE', 'MALE', 'OTHER'];
const usersTotal = 100;

type Random = () => number;

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

function userId(random: Random): string {
  return `User_${Math.floor(random() * usersTotal)}`;
}

export function trade(random: Random, timestamp: number): Generated {
  const symbol = pick(random, symbols);
  return {
    topic: topics.trades,
    key: symbol,
    timestamp,
    value: {
      side: random() < 0.5 ? 'BUY' : 'SELL',
      quantity: 1 + Math.floor(random() * 5000),
      symbol,
      price: 5 + Math.floor(random() * 995),
      account: `ABC${100 + Math.floor(random() * 900)}`,
      userid: userId(random),
    },
  };
}

export function pageview(random: Random, timestamp: number): Generated {
  const userid = userId(random);
  return {
    topic: topics.pageviews,
    key: userid,
    timestamp,
    value: { viewtime: timestamp, userid, pageid: `Page_${10 + Math.floor(random() * 90)}` },
  };
}

/** Each user once, registered some time before. */
export function users(random: Random, timestamp: number): readonly Generated[] {
  return Array.from({ length: usersTotal }, (_, index) => {
    const userid = `User_${index}`;
    const registertime = timestamp - Math.floor(random() * 365 * 24 * 3_600_000);
    return {
      topic: topics.users,
      key: userid,
      timestamp: registertime,
      value: { registertime, userid, regionid: pick(random, regions), gender: pick(random, genders) },
    };
  });
}
