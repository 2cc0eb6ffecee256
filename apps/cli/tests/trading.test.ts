import { setTimeout as wait } from 'node:timers/promises';
import type { Page, ProductDetail, ProductPage, QueryView, SqlExample } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { Mesh, millrace, temporaryFolder } from './millrace-process.ts';

test(
  "the book's demo: three source products, and its three use cases run, give rows and can be published",
  { timeout: 180_000 },
  async () => {
    await using folder = await temporaryFolder();
    await using mesh = Mesh.start(folder.path, ['--example', 'trading']);
    const url = (await mesh.event('ready')).services.mesh ?? '';
    const get = async <T>(path: string): Promise<T> => (await (await fetch(`${url}/api/v1${path}`)).json()) as T;
    await mesh.event('next');
    const sources = await get<ProductPage>('/products');
    expect(sources.items.map((item) => item.id).toSorted()).toEqual([
      'execution.stocktrades',
      'membership.users',
      'web.pageviews',
    ]);

    const examples = (await get<Page<SqlExample>>('/sql/examples')).items;
    expect(examples.map((example) => example.name).toSorted()).toEqual([
      'high_value_stock_trades',
      'trending_stocks',
      'us_enriched_stock_trades',
    ]);
    for (const example of examples) {
      const created = await millrace(['sql', example.statement, '--url', url]);
      expect(created.status, created.stderr).toBe(0);
      const rows = await millrace(['sql', `SELECT * FROM ${example.name} EMIT CHANGES LIMIT 3;`, '--url', url]);
      expect(rows.stdout.trim().split('\n'), rows.stderr).toHaveLength(4);
      const publish = [
        'product',
        'publish',
        example.output,
        '--owner',
        '@stock-trades-team',
        '--description',
        example.description,
        '--quality',
        'curated',
        '--sla',
        'tier-2',
        '--acknowledge-sla',
        '--as',
        'stella',
        '--url',
        url,
      ];
      const published = await millrace(publish);
      expect(published.status, published.stderr).toBe(0);
      const { upstream } = await get<ProductDetail>(`/products/${example.output}`);
      expect(upstream.toSorted()).toEqual(example.inputs.toSorted());
    }
    expect((await get<Page<QueryView>>('/queries')).items.map((query) => query.state)).toEqual([
      'RUNNING',
      'RUNNING',
      'RUNNING',
    ]);

    const before = (await get<ProductDetail>('/products/execution.stocktrades')).live.events;
    while ((await get<ProductDetail>('/products/execution.stocktrades')).live.events <= before) await wait(100);
    expect(await mesh.stop()).toBe(0);
  },
);
