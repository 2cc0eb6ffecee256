import { describeFact } from '@millrace/mesh';
import type { AuditEntry, Page } from '@millrace/mesh';
import type { MeshContext } from '../../context.ts';
import type { AcceptedFact } from '../../store/mesh-store.ts';
import type { Routes } from '../route.ts';
import { pageOf, ref } from '../shapes/common.ts';
import { AuditQuery } from '../shapes/requests.ts';

export function auditRoutes(routes: Routes, context: MeshContext): void {
  routes.add(
    {
      method: 'GET',
      path: '/audit',
      summary: 'What happened, newest first.',
      tag: 'audit',
      query: AuditQuery,
      answer: pageOf(ref('AuditEntry')),
    },
    ({ query }): Page<AuditEntry> => {
      const { accepted: all } = context.store;
      const { subject } = query;
      const accepted = subject === undefined ? all : all.filter(({ fact }) => fact.subject === subject);
      const end = query.before === undefined ? accepted.length : firstFrom(accepted, query.before);
      const start = Math.max(0, end - query.limit);
      const items = accepted
        .slice(start, end)
        .reverse()
        .map((each) => auditEntry(each, context.url()));
      const oldest = items.at(-1);
      return { items, ...(start === 0 || oldest === undefined ? {} : { next: String(oldest.offset) }) };
    },
  );
}

export function auditEntry({ offset, fact }: AcceptedFact, url: string): AuditEntry {
  const { text, as } = describeFact(fact, url);
  return { offset, at: fact.time, actor: fact.actor, type: fact.type, text, subject: fact.subject, as };
}

/** Index of the first fact whose offset is not below `offset`. */
export function firstFrom(accepted: readonly AcceptedFact[], offset: number): number {
  let [low, high] = [0, accepted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((accepted[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
