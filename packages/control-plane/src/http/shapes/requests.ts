import { Type } from 'typebox';
import { Alignment, Enforcement, Quality, Sla } from './common.ts';

const closed = { additionalProperties: false };
const word = (description: string) => Type.String({ description, minLength: 1, maxLength: 249 });
const prose = (description: string) => Type.String({ description, maxLength: 10_000 });
const metadata = {
  owner: Type.Optional(Type.String({ description: 'Handle of the team that answers for it.', maxLength: 249 })),
  description: Type.Optional(prose('What one event means.')),
  quality: Type.Optional(Quality),
  sla: Type.Optional(Sla),
  alignment: Type.Optional(Alignment),
  tags: Type.Optional(Type.Array(word('A tag.'), { maxItems: 50 })),
};

export const PublishRequest = Type.Object(
  {
    topic: word('Kafka topic.'),
    domain: word('Domain that publishes.'),
    name: Type.Optional(word("Default: the topic's name without the domain's prefix.")),
    ...metadata,
    slaAcknowledged: Type.Optional(Type.Boolean()),
  },
  closed,
);

export const UpdateRequest = Type.Object(metadata, { ...closed, minProperties: 1 });

export const TopicRequest = Type.Object({ enforcement: Enforcement }, closed);

export const RegisterConsumerRequest = Type.Object(
  {
    name: word('Application or person that reads.'),
    purpose: Type.String({ description: 'What the data is for.', minLength: 1, maxLength: 2_000 }),
  },
  closed,
);

export const SqlRequest = Type.Object(
  {
    statement: Type.String({ minLength: 1, maxLength: 1_000_000 }),
    properties: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'Settings of the SQL server. Sources are read from their first event unless set otherwise.',
      }),
    ),
  },
  closed,
);

const several = (description: string) =>
  Type.Optional(Type.Array(Type.String(), { description: `${description} Repeat the parameter for several.` }));
const limit = (most: number, unlessGiven: number) => Type.Integer({ minimum: 1, maximum: most, default: unlessGiven });

export const ProductQuery = Type.Object({
  q: Type.Optional(Type.String({ description: 'Text to look for in names, descriptions and fields.', maxLength: 500 })),
  domain: several('Only these domains.'),
  owner: several('Only these owners.'),
  quality: several('Only these qualities.'),
  sla: several('Only these service levels.'),
  tag: several('Only products with one of these tags.'),
  format: several('Only these schema types.'),
  limit: limit(500, 50),
  cursor: Type.Optional(Type.String({ description: '`next` of the page before.' })),
});

export const SampleQuery = Type.Object({ limit: limit(200, 20) });
export const AuditQuery = Type.Object({
  subject: Type.Optional(word('Only entries about this subject, for example `product:operations.flights`.')),
  before: Type.Optional(Type.Integer({ minimum: 0, description: 'Only entries of a smaller offset.' })),
  limit: limit(500, 50),
});
export const StreamQuery = Type.Object({
  as: Type.Optional(
    Type.String({
      description: 'Who acts, where `X-Millrace-As` cannot be sent: a browser opens a stream without headers.',
    }),
  ),
});
export const UnpublishQuery = Type.Object({
  force: Type.Boolean({ default: false, description: 'Although consumers are registered.' }),
});
export const CandidateQuery = Type.Object({ domain: several('Only topics of these domains.') });
export const ConnectionQuery = Type.Object({
  consumer: Type.Optional(Type.String({ description: 'Id of the registration whose group the snippets use.' })),
});
export const IdParameter = Type.Object({ id: Type.String({ minLength: 1, maxLength: 600 }) });
