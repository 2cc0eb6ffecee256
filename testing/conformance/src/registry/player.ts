import type { Step } from './step.ts';

/** What a registry answered, with the ids of its own as they are. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const pageSize = 500;
/** What names subjects of other walks too. */
const listings: ReadonlySet<Step['kind']> = new Set(['list', 'idSubjects', 'idVersions'] as const);

/** Plays the steps of one walk against one registry. Subjects are named for the walk, so that walks do not meet. */
export class Player {
  readonly #url: string;
  readonly #walk: string;
  /** The ids that registrations of this walk answered with, in order. */
  readonly ids: number[] = [];

  constructor(url: string, walk: string) {
    this.#url = url;
    this.#walk = walk;
  }

  /** The registry's own level, on which both sides of a walk start. */
  async begin(): Promise<void> {
    await this.#call('PUT', '/config', { compatibility: 'BACKWARD' });
  }

  async play(step: Step): Promise<Answer> {
    const [method, path, body] = this.#requestOf(step);
    const answer = step.kind === 'list' ? await this.#pages(path) : await this.#call(method, path, body);
    const id = (answer.body as { id?: unknown } | null)?.id;
    if (step.kind === 'register' && answer.status === 200 && typeof id === 'number') this.ids.push(id);
    if (!listings.has(step.kind) || !Array.isArray(answer.body)) return answer;
    const mine = `"${this.#walk}-`;
    return { ...answer, body: answer.body.filter((item) => JSON.stringify(item).includes(mine)) };
  }

  #requestOf(step: Step): readonly [method: string, path: string, body?: object] {
    const subject = 'subject' in step ? `${this.#walk}-${step.subject}` : '';
    const versions = `/subjects/${subject}/versions`;
    switch (step.kind) {
      case 'register':
        return ['POST', versions, sent(step.schema)];
      case 'lookUp':
        return ['POST', `/subjects/${subject}`, sent(step.schema)];
      case 'check':
        return [
          'POST',
          `/compatibility${versions}${step.version === 'all' ? '' : `/${step.version}`}`,
          sent(step.schema),
        ];
      case 'list':
        return ['GET', `/subjects?deleted=${step.deleted}&limit=${pageSize}`];
      case 'versions':
        return ['GET', `${versions}?deleted=${step.deleted}`];
      case 'version':
        return ['GET', `${versions}/${step.version}`];
      case 'text':
        return ['GET', `${versions}/${step.version}/schema`];
      case 'id':
        return ['GET', `/schemas/ids/${this.#id(step.nth)}`];
      case 'idSubjects':
        return ['GET', `/schemas/ids/${this.#id(step.nth)}/subjects`];
      case 'idVersions':
        return ['GET', `/schemas/ids/${this.#id(step.nth)}/versions`];
      case 'deleteVersion':
        return ['DELETE', `${versions}/${step.version}?permanent=${step.permanent}`];
      case 'deleteSubject':
        return ['DELETE', `/subjects/${subject}?permanent=${step.permanent}`];
      case 'setLevel':
        return ['PUT', `/config/${subject}`, { compatibility: step.level }];
      case 'level':
        return ['GET', `/config/${subject}?defaultToGlobal=${step.inherited}`];
      case 'removeLevel':
        return ['DELETE', `/config/${subject}`];
    }
  }

  /** All pages: a registry may give fewer items than it has. */
  async #pages(path: string): Promise<Answer> {
    const items: unknown[] = [];
    for (;;) {
      const { status, body } = await this.#call('GET', `${path}&offset=${items.length}`);
      if (!Array.isArray(body)) return { status, body };
      items.push(...(body as readonly unknown[]));
      if (body.length < pageSize) return { status, body: items };
    }
  }

  /** An id that nobody has, where the walk was given none. */
  #id(nth: number): number {
    return this.ids[nth % Math.max(1, this.ids.length)] ?? 999_999;
  }

  async #call(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    try {
      return { status: answer.status, body: JSON.parse(text) as unknown };
    } catch {
      return { status: answer.status, body: text };
    }
  }
}

const sent = ({ type, text }: { readonly type: string; readonly text: string }): object => ({
  schema: text,
  ...(type === 'AVRO' ? {} : { schemaType: type }),
});
