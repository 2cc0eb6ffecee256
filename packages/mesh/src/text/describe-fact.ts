import type { Enforcement } from '../api.ts';
import type { Fact, ForeignFact } from '../facts/fact.ts';
import { isKnown } from '../facts/parse-fact.ts';
import { productId } from '../ids.ts';
import type { ActionForms } from './commands.ts';
import { curlLine, shellLine, yamlText } from './commands.ts';

export interface Description {
  /** One sentence. */
  readonly text: string;
  readonly as: ActionForms;
}

const path = (...parts: readonly string[]): string => `/api/v1/${parts.map(encodeURIComponent).join('/')}`;
const yaml = (kind: string, value: object): string => `kind: ${kind}${yamlText(value)}\n`;
const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Tells a fact for people, and the action behind it as a command, as HTTP (at `url`, the mesh's address) and as YAML. */
export function describeFact(fact: Fact | ForeignFact, url: string): Description {
  if (isKnown(fact)) return describe(fact, url);
  return {
    text: `${fact.actor} did something that this release does not know (${fact.type}) to ${fact.subject}.`,
    as: { cli: '', curl: '', yaml: yaml('fact', { type: fact.type, data: fact.data }) },
  };
}

function describe(fact: Fact, url: string): Description {
  switch (fact.type) {
    case 'io.millrace.product.published':
      return published(fact, url);
    case 'io.millrace.product.updated':
      return updated(fact, url);
    case 'io.millrace.product.unpublished':
      return unpublished(fact, url);
    case 'io.millrace.consumer.registered':
      return consumerRegistered(fact, url);
    case 'io.millrace.consumer.removed': {
      const { id, name, product } = fact.data;
      return {
        text: `${fact.actor} removed ${name} as a consumer of ${product}.`,
        as: {
          cli: shellLine('millrace', 'consumer', 'remove', id),
          curl: curlLine('DELETE', url + path('consumers', id)),
          yaml: yaml('consumer', { id, remove: true }),
        },
      };
    }
    case 'io.millrace.topic.enforced': {
      const { topic, level } = fact.data;
      return {
        text: `${fact.actor} set ${topic} to ${enforced[level]}.`,
        as: {
          cli: shellLine('millrace', 'schema', 'enforce', topic, ['--level', level]),
          curl: curlLine('PATCH', url + path('topics', topic), { enforcement: level }),
          yaml: yaml('topic', { topic, enforcement: level }),
        },
      };
    }
    case 'io.millrace.query.created':
      return statement(
        `${fact.actor} started the query ${fact.data.queryId}${fact.data.sink === undefined ? '' : `, which writes ${fact.data.sink}`}.`,
        fact.data.statement,
        url,
      );
    case 'io.millrace.query.terminated': {
      const { queryId } = fact.data;
      return {
        text: `${fact.actor} ended the query ${queryId}.`,
        as: {
          cli: shellLine('millrace', 'sql', `TERMINATE ${queryId};`),
          curl: curlLine('DELETE', url + path('queries', queryId)),
          yaml: yaml('query', { id: queryId, terminate: true }),
        },
      };
    }
    case 'io.millrace.statement.executed':
      return statement(`${fact.actor} ran ${firstWords(fact.data.statement)}.`, fact.data.statement, url);
    case 'io.millrace.directory.adopted': {
      const { domains, teams, people } = fact.data.directory;
      return adopted(
        `${fact.actor} adopted ${counted(domains.length, 'domain')}, ${counted(teams.length, 'team')} and ${counted(people.length, 'person', 'people')}.`,
        url + path('domains'),
        { domains, teams, people },
      );
    }
    case 'io.millrace.policies.adopted':
      return adopted(
        `${fact.actor} adopted ${counted(fact.data.policies.length, 'policy', 'policies')} for the gate.`,
        url + path('policies'),
        { policies: fact.data.policies },
      );
  }
}

const enforced: Readonly<Record<Enforcement, string>> = {
  none: 'take events of any form',
  id: 'take only events that name a schema registered for it',
  full: 'take only events that fit a schema registered for it',
};

type FactNamed<Type extends Fact['type']> = Extract<Fact, { type: Type }>;

function published({ actor, data }: FactNamed<'io.millrace.product.published'>, url: string): Description {
  const { passed, major: _, ...request } = data;
  return {
    text: `${actor} published ${productId(data)}, ${data.quality}, ${data.sla}, owned by ${data.owner}; ${counted(passed.length, 'rule')} passed.`,
    as: {
      cli: shellLine(
        'millrace',
        'product',
        'publish',
        data.topic,
        ['--domain', data.domain],
        ['--name', data.name],
        ['--owner', data.owner],
        ['--description', data.description],
        ['--quality', data.quality],
        ['--sla', data.sla],
        ['--alignment', data.alignment],
        ...data.tags.map((tag) => ['--tag', tag] as const),
        ...(data.slaAcknowledged ? ['--acknowledge-sla'] : []),
      ),
      curl: curlLine('POST', url + path('products'), request),
      yaml: yaml('product', request),
    },
  };
}

function updated({ actor, data, subject }: FactNamed<'io.millrace.product.updated'>, url: string): Description {
  const id = subject.slice('product:'.length);
  const changes = Object.entries(data).map(
    ([name, value]) => `${name} to ${typeof value === 'string' ? value : value.join(', ')}`,
  );
  return {
    text: `${actor} changed ${id}: ${changes.join('; ')}.`,
    as: {
      cli: shellLine(
        'millrace',
        'product',
        'update',
        id,
        ['--owner', data.owner],
        ['--description', data.description],
        ['--quality', data.quality],
        ['--sla', data.sla],
        ['--alignment', data.alignment],
        ...(data.tags ?? []).map((tag) => ['--tag', tag] as const),
      ),
      curl: curlLine('PATCH', url + path('products', id), data),
      yaml: yaml('product', { id, ...data }),
    },
  };
}

function unpublished({ actor, data, subject }: FactNamed<'io.millrace.product.unpublished'>, url: string): Description {
  const id = subject.slice('product:'.length);
  const forced = data.consumers.length > 0;
  return {
    text: `${actor} unpublished ${id}; the topic ${data.topic} stays${forced ? `, and ${data.consumers.join(', ')} lost the registration` : ''}.`,
    as: {
      cli: shellLine('millrace', 'product', 'unpublish', id, ...(forced ? ['--force'] : [])),
      curl: curlLine('DELETE', `${url + path('products', id)}${forced ? '?force=true' : ''}`),
      yaml: yaml('product', { id, remove: true }),
    },
  };
}

function consumerRegistered({ actor, data }: FactNamed<'io.millrace.consumer.registered'>, url: string): Description {
  const { name, product, purpose } = data;
  return {
    text: `${actor} registered ${name} as a consumer of ${product}: ${purpose}`,
    as: {
      cli: shellLine('millrace', 'consumer', 'add', name, ['--product', product], ['--purpose', purpose]),
      curl: curlLine('POST', url + path('products', product, 'consumers'), { name, purpose }),
      yaml: yaml('consumer', { name, product, purpose }),
    },
  };
}

const statement = (text: string, sql: string, url: string): Description => ({
  text,
  as: {
    cli: shellLine('millrace', 'sql', sql),
    curl: curlLine('POST', url + path('sql'), { statement: sql }),
    yaml: yaml('statement', { sql }),
  },
});

/** What files bring has no command of its own: the commands show what holds. */
const adopted = (text: string, url: string, value: object): Description => ({
  text,
  as: { cli: 'millrace up', curl: curlLine('GET', url), yaml: yamlText(value).trimStart().concat('\n') },
});

const firstWords = (sql: string): string => {
  const line = sql.trim().replace(/;+$/, '').replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
};
