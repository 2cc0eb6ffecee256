import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataKeys, KeyStore } from './data-keys.ts';

/** What the DEK registry works with. */
export interface DekContext {
  /** Opens the topic of keys when first asked for it: most registries never hold a key. */
  readonly keys: () => Promise<KeyStore>;
  readonly dataKeys: DataKeys;
  readonly now: () => number;
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Answers with what is found in the store of keys, or made in it. */
export const withKeys =
  ({ keys }: DekContext, answer: (store: KeyStore, request: FastifyRequest) => unknown): Handler =>
  (request) =>
    keys().then((store) => answer(store, request));

/** Changes the store of keys, and answers 204. */
export const changingKeys =
  ({ keys }: DekContext, change: (store: KeyStore, request: FastifyRequest) => Promise<unknown>): Handler =>
  (request, reply) =>
    keys()
      .then((store) => change(store, request))
      .then(() => reply.code(204).send());
