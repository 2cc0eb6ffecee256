import { MillraceError } from '@millrace/base';
import type {
  Enforcement,
  Lineage,
  Page,
  Problem,
  ProductDetail,
  ProductPage,
  PublishRequest,
  RuleResult,
  SampleEvent,
  SchemaField,
} from '@millrace/mesh';
import type { Command } from 'commander';
import type { Output } from '../output/output.ts';
import { Refused, table } from '../output/output.ts';
import { answer, common, withMesh } from './context.ts';

const number = (value: number): string => value.toLocaleString('en-US');

function productTable(page: ProductPage): string {
  if (page.items.length === 0) return 'no product matches\n';
  const rows = page.items.map((item) => [
    item.id,
    item.quality,
    item.sla,
    item.owner,
    number(item.live.events),
    item.description,
  ]);
  return table(['PRODUCT', 'QUALITY', 'SLA', 'OWNER', 'EVENTS', 'DESCRIPTION'], rows);
}

function fieldLines(fields: readonly SchemaField[], indent = '    '): string {
  return fields
    .map(
      (field) =>
        `${indent}${field.name}  ${field.type}${field.doc === undefined ? '' : `  ${field.doc}`}\n${fieldLines(field.fields ?? [], `${indent}  `)}`,
    )
    .join('');
}

const writes: Readonly<Record<Enforcement, string>> = {
  none: 'not checked',
  id: 'checked by id',
  full: 'fully checked',
};

function productText(product: ProductDetail): string {
  const { live, schema } = product;
  return [
    `${product.id}  ${product.quality}, ${product.sla}, ${product.alignment}-aligned${product.status === 'deprecated' ? ', deprecated' : ''}`,
    `  ${product.description}`,
    `  owner      ${product.owner}`,
    `  topic      ${product.topic}, ${live.partitions} partitions, kept ${live.retentionMs < 0 ? 'for ever' : `${number(live.retentionMs)} ms`}${live.compacted ? ', compacted' : ''}`,
    `  events     ${number(live.events)}, ${number(live.sizeBytes)} bytes${live.lastEventAt === undefined ? '' : `, the last of ${live.lastEventAt}`}`,
    `  consumers  ${product.consumers}`,
    `  schema     ${schema.subject}, version ${schema.version}, ${schema.type}, id ${schema.id}, writes ${writes[product.enforcement]}`,
    fieldLines(schema.fields),
  ].join('\n');
}

function ruleLines(rules: readonly RuleResult[]): string {
  return rules
    .map(
      (rule) =>
        `  ${rule.passed ? '✓' : '✗'} ${rule.title}: ${rule.detail}${rule.passed ? '' : `\n      ${rule.remedy} (policy ${rule.policy}, ${rule.owner})`}\n`,
    )
    .join('');
}

/** Shows every broken rule of a refusal, then ends with "no". */
function refusal(output: Output, error: unknown): never {
  const problem = error instanceof MillraceError ? (error.details['problem'] as Problem | undefined) : undefined;
  if (problem?.violations === undefined) throw error;
  if (output.json) output.write(`${JSON.stringify(problem)}\n`);
  else output.error(`${problem.detail}\n${ruleLines(problem.violations)}`);
  throw new Refused();
}

interface PublishOptions {
  readonly domain?: string;
  readonly name?: string;
  readonly owner?: string;
  readonly description?: string;
  readonly quality?: PublishRequest['quality'];
  readonly sla?: PublishRequest['sla'];
  readonly alignment?: PublishRequest['alignment'];
  readonly tag?: readonly string[];
  readonly acknowledgeSla?: boolean;
}

function publishRequest(topic: string, options: PublishOptions): PublishRequest {
  const { tag, acknowledgeSla, domain, ...form } = options;
  const given = Object.fromEntries(
    ['name', 'owner', 'description', 'quality', 'sla', 'alignment'].flatMap((key) =>
      Object.hasOwn(form, key) ? [[key, form[key as keyof typeof form]]] : [],
    ),
  );
  return {
    topic,
    domain: domain ?? topic.split('.')[0] ?? '',
    ...given,
    ...(tag === undefined ? {} : { tags: tag }),
    slaAcknowledged: acknowledgeSla === true,
  };
}

function publishOptions(command: Command): Command {
  return common(command)
    .option('--domain <domain>', 'domain (default: the part of the topic before its first dot)')
    .option('--name <name>', 'name of the product (default: the topic without its domain)')
    .option('--owner <team>', 'team that answers for it, e.g. @operations-team')
    .option('--description <text>', 'what one event means')
    .option('--quality <quality>', 'authoritative, curated or raw')
    .option('--sla <tier>', 'tier-1, tier-2 or tier-3')
    .option('--alignment <alignment>', 'source, aggregate or consumer')
    .option('--tag <tag...>', 'a tag; may be repeated')
    .option('--acknowledge-sla', 'I agree to the terms of the SLA');
}

export function productCommand(program: Command): void {
  const product = program.command('product').description('find, look at and publish data products');

  common(
    product
      .command('list')
      .alias('search')
      .argument('[words...]', 'text to look for in names, descriptions and fields'),
  )
    .description('products, best match first')
    .option('--domain <domain...>')
    .option('--owner <team...>')
    .option('--quality <quality...>')
    .option('--sla <tier...>')
    .option('--tag <tag...>')
    .action((words: readonly string[], options) =>
      withMesh(options, async ({ api, output }) => {
        const { domain, owner, quality, sla, tag } = options;
        answer(
          output,
          await api.get<ProductPage>('/products', {
            q: words.length === 0 ? undefined : words.join(' '),
            domain,
            owner,
            quality,
            sla,
            tag,
            limit: '100',
          }),
          productTable,
        );
      }),
    );

  common(product.command('show').argument('<product>', 'e.g. operations.flights'))
    .description('one product with its live state and schema')
    .action((id: string, options) =>
      withMesh(options, async ({ api, output }) =>
        answer(output, await api.get<ProductDetail>(`/products/${encodeURIComponent(id)}`), productText),
      ),
    );

  common(product.command('samples').argument('<product>'))
    .description('its newest events')
    .option('--limit <n>', 'how many', '5')
    .action((id: string, options) =>
      withMesh(options, async ({ api, output }) => {
        const page = await api.get<Page<SampleEvent>>(`/products/${encodeURIComponent(id)}/samples`, {
          limit: options.limit,
        });
        answer(output, page, ({ items }) =>
          items
            .map(
              (event) =>
                `${event.timestamp}  ${event.partition}@${event.offset}  ${JSON.stringify(event.key)}  ${JSON.stringify(event.value)}\n`,
            )
            .join(''),
        );
      }),
    );

  common(product.command('lineage').argument('<product>'))
    .description('what it is made from, and what is made from it')
    .action((id: string, options) =>
      withMesh(options, async ({ api, output }) =>
        answer(output, await api.get<Lineage>(`/products/${encodeURIComponent(id)}/lineage`), ({ edges }) =>
          edges.map((edge) => `${edge.from} → ${edge.to}  (${edge.evidence})\n`).join(''),
        ),
      ),
    );

  publishing(product);
}

/** What changes the mesh, with the question to the gate beforehand. */
function publishing(product: Command): void {
  publishOptions(product.command('check').argument('<topic>'))
    .description('ask the gate without publishing; exit 1 when a rule is broken')
    .action((topic: string, options) =>
      withMesh(options, async ({ api, output }) => {
        const { items } = await api.post<Page<RuleResult>>('/products:check', publishRequest(topic, options));
        answer(output, { items }, (page) => ruleLines(page.items));
        return items.every((rule) => rule.passed || rule.severity === 'warning') ? 0 : 1;
      }),
    );

  publishOptions(product.command('publish').argument('<topic>'))
    .description('make a topic a data product, through the gate')
    .action((topic: string, options) =>
      withMesh(options, async ({ api, output }) => {
        const published = await api
          .post<ProductDetail>('/products', publishRequest(topic, options))
          .catch((error: unknown) => refusal(output, error));
        answer(output, published, ({ id }) => `published ${id}\n`);
      }),
    );

  common(product.command('update').argument('<product>', 'e.g. operations.flights'))
    .description('change what is said of a product')
    .option('--owner <team>', 'team that answers for it')
    .option('--description <text>', 'what one event means')
    .option('--quality <quality>', 'authoritative, curated or raw')
    .option('--sla <tier>', 'tier-1, tier-2 or tier-3')
    .option('--alignment <alignment>', 'source, aggregate or consumer')
    .option('--tag <tag...>', 'all its tags from now on')
    .action((id: string, options) =>
      withMesh(options, async ({ api, output }) => {
        const { owner, description, quality, sla, alignment, tag } = options;
        const changes = { owner, description, quality, sla, alignment, tags: tag };
        const changed = await api.patch<ProductDetail>(`/products/${encodeURIComponent(id)}`, changes);
        answer(output, changed, (now) => `changed ${now.id}\n`);
      }),
    );

  common(product.command('unpublish').argument('<product>'))
    .description('take a product out of the mesh; its topic stays')
    .option('--force', 'although consumers are registered')
    .action((id: string, options) =>
      withMesh(options, async ({ api, output }) => {
        await api.delete(`/products/${encodeURIComponent(id)}${options.force === true ? '?force=true' : ''}`);
        answer(output, { unpublished: id }, () => `unpublished ${id}\n`);
      }),
    );
}
