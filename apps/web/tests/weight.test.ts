import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FixtureApi, startFixtureApi } from './fixture-api.ts';
import { type BuiltUi, buildUi, Desk } from './harness.ts';

const bytesMax = 250_000;

let ui: BuiltUi;
let api: FixtureApi;
let desk: Desk;
beforeAll(async () => {
  ui = await buildUi();
  api = await startFixtureApi(ui.root);
  desk = await Desk.open(api.url);
});
afterAll(async () => {
  await desk.close();
  await api.close();
  await ui.remove();
});

test('the first page weighs less than 250 KB as it travels, fonts included', async () => {
  const page = await desk.page('/');
  await page.locator('.row').first().waitFor();
  await page.waitForLoadState('load');
  await page.evaluate('document.fonts.ready');
  const loaded = await page.evaluate<readonly (readonly [string, number])[]>(
    `performance.getEntriesByType('resource').filter((entry) => !entry.name.includes('/api/'))
       .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize])
       .concat([['/', performance.getEntriesByType('navigation')[0].encodedBodySize]])`,
  );
  const total = loaded.reduce((sum, [, size]) => sum + size, 0);
  expect(loaded.filter(([name]) => name.endsWith('.woff2'))).toHaveLength(2);
  expect(total).toBeGreaterThan(100_000);
  expect(total, loaded.map(([name, size]) => `${size} ${name}`).join('\n')).toBeLessThan(bytesMax);
});
