import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FixtureApi, startFixtureApi } from './fixture-api.ts';
import { type BuiltUi, buildUi, Desk, violations } from './harness.ts';

let ui: BuiltUi;
let api: FixtureApi;
let desk: Desk;
beforeAll(async () => {
  ui = await buildUi();
  api = await startFixtureApi(ui.root);
  desk = await Desk.open(api.url);
});
afterEach(() => desk.clear());
afterAll(async () => {
  await desk.close();
  await api.close();
  await ui.remove();
});

interface Place {
  readonly name: string;
  readonly path: string;
  /** What must be seen before the page is judged. */
  readonly ready: string;
  readonly prepare?: (page: Page) => Promise<void>;
}
const places: readonly Place[] = [
  { name: 'explore', path: '/?q=flights', ready: '.row' },
  { name: 'explore without a find', path: '/?q=zzz', ready: '.empty' },
  { name: 'product', path: '/products/operations.flights', ready: '.rules' },
  { name: 'schema', path: '/products/operations.flights?tab=schema', ready: '.tree.wide' },
  { name: 'schema in Protobuf', path: '/products/aviation.airports?tab=schema', ready: '.t-word' },
  { name: 'samples', path: '/products/operations.flights?tab=samples', ready: 'tbody tr' },
  { name: 'lineage', path: '/products/operations.flights?tab=lineage', ready: '.lnode' },
  { name: 'consumers', path: '/products/operations.flights?tab=consumers', ready: 'tbody tr' },
  { name: 'use it', path: '/products/operations.flights?tab=use', ready: '.codeblock' },
  { name: 'history', path: '/products/operations.flights?tab=history', ready: '.entry' },
  { name: 'no such product', path: '/products/no.such', ready: '.empty' },
  {
    name: 'create',
    path: '/create',
    ready: '.cm-content',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.locator('.plan b').first().waitFor();
      await page.getByRole('button', { name: /^Run/ }).click();
      await page.locator('.results tbody tr').first().waitFor();
    },
  },
  {
    name: 'queries',
    path: '/create',
    ready: '.cm-content',
    prepare: async (page) => {
      await page.getByRole('button', { name: '1 query' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Terminate' }).click();
    },
  },
  {
    name: 'manage',
    path: '/products/operations.flights',
    ready: '.rules',
    prepare: (page) => page.getByRole('button', { name: 'Manage' }).click(),
  },
  { name: 'candidates', path: '/publish', ready: '.candidate' },
  { name: 'publish form', path: '/publish/analytics.delays_by_state_hourly', ready: '.gate .rules' },
  { name: 'govern', path: '/govern', ready: '.policy' },
  {
    name: 'audit log',
    path: '/?audit=1',
    ready: '.entry',
    prepare: (page) => page.locator('.entry button').first().click(),
  },
  {
    name: 'palette',
    path: '/govern',
    ready: '.policy',
    prepare: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'register',
    path: '/products/operations.flights',
    ready: '.rules',
    prepare: (page) => page.getByRole('button', { name: 'Use it' }).click(),
  },
];

for (const width of [1280, 390]) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on any page, ${width} wide, ${scheme}`, async () => {
      const found: Record<string, readonly string[]> = {};
      const page = await desk.page('/', { width, height: width === 390 ? 780 : 800, scheme });
      for (const place of places) {
        await page.goto(api.url + place.path);
        await page.locator(place.ready).first().waitFor();
        await place.prepare?.(page);
        const broken = await violations(page);
        if (broken.length > 0) found[place.name] = broken;
      }
      expect(found).toEqual({});
    });
  }
}
