import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FixtureApi, startFixtureApi } from './fixture-api.ts';
import { type BuiltUi, buildUi, Desk, desk as wide } from './harness.ts';

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

test('by keyboard alone a reader finds a product, judges it, registers, and copies a line that reads it', async () => {
  const page = await desk.page('/');
  await page.locator('.row').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('delays hourly');
  await page.waitForURL(/q=delays/);
  await page.getByText('1 product', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  await page.waitForURL(/at=/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/products\//);
  // Explore has a heading and such a button too: it must be gone before the key is pressed.
  await page.getByRole('heading', { level: 1, name: 'delays_by_airport_hourly' }).waitFor();
  await page.getByRole('button', { name: 'Use it' }).press('Enter');
  await page.getByLabel('Name').focus();
  await page.keyboard.type('night-shift');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Plans the crews');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /night-shift can read/ }).waitFor();
  await page.getByRole('button', { name: 'Copy kcat' }).focus();
  await page.keyboard.press('Enter');
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain('kcat -b 127.0.0.1:9092 -G night-shift');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /^Consumers/ }).click();
  await page.getByRole('cell', { name: 'night-shift', exact: true }).first().waitFor();
});

test('a filter has an address, and Back takes it away', async () => {
  const page = await desk.page('/');
  await page
    .getByRole('checkbox', { name: /aviation/ })
    .first()
    .check();
  await page.waitForURL(/domain=aviation/);
  await page.getByText('1 product', { exact: true }).waitFor();
  await page.goBack();
  await page.getByText('4 products', { exact: true }).waitFor();
  const other = await desk.page('/?domain=aviation&q=airports');
  await other.getByText('1 product', { exact: true }).waitFor();
  expect(
    await other
      .getByRole('checkbox', { name: /aviation/ })
      .first()
      .isChecked(),
  ).toBe(true);
  expect(await other.getByLabel('Search products').inputValue()).toBe('airports');
});

test('a count and a new product reach the page without a reload', async () => {
  const page = await desk.page('/');
  const row = page.locator('.row', { hasText: 'flights_enriched' });
  await row.getByText('3,000,000').waitFor();
  const product = api.state.products.find((each) => each.id === 'analytics.flights_enriched');
  if (product === undefined) throw new Error('the fixture has no such product');
  api.tell({ kind: 'live', product: product.id, live: { ...product.live, events: 3_000_417 } });
  await row.getByText('3,000,417').waitFor();

  await page.evaluate('globalThis.sameDocument = true');
  api.state.products.unshift({ ...product, id: 'analytics.newcomer', name: 'newcomer' });
  const entry = api.state.audit[0];
  if (entry === undefined) throw new Error('the fixture has no audit entry');
  api.tell({
    kind: 'fact',
    entry: {
      ...entry,
      offset: entry.offset + 100,
      type: 'io.millrace.product.published',
      text: 'maria published analytics.newcomer',
    },
  });
  await page.locator('.row', { hasText: 'newcomer' }).waitFor();
  await page.locator('.audit').getByText('published analytics.newcomer').waitFor();
  expect(await page.evaluate('globalThis.sameDocument')).toBe(true);
  api.state.products.shift();
});

test('a lost connection says so, and recovers by itself with what was missed', async () => {
  const page = await desk.page('/');
  await page.getByText(/^live, \d+ ms behind the log$/).waitFor();
  const product = api.state.products.find((each) => each.id === 'aviation.airports');
  if (product === undefined) throw new Error('the fixture has no such product');
  const at = api.state.products.indexOf(product);
  api.state.products[at] = { ...product, live: { ...product.live, events: 3_377 } };
  api.cut();
  await page.getByText(/connection lost/).waitFor();
  await page.getByText(/^live, \d+ ms behind the log$/).waitFor();
  await page.locator('.row', { hasText: 'airports' }).last().getByText('3,377').waitFor();
  api.state.products[at] = product;
});

test('what fails says what happened and what to do, and tries again on demand', async () => {
  api.override.set('GET /products/aviation.airports', () => ({
    status: 503,
    body: {
      code: 'UNREACHABLE',
      title: 'A service did not answer.',
      detail: 'The registry at :8081 does not answer.',
      action: 'Check whether it runs.',
      status: 503,
      type: '',
    },
  }));
  const page = await desk.page('/products/aviation.airports');
  await page.getByText('The registry at :8081 does not answer.').waitFor({ timeout: 30_000 });
  await page.getByText('Check whether it runs.').waitFor();
  api.override.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: 'airports' }).waitFor();
});

test('the palette leads to a field of a product', async () => {
  const page = await desk.page('/create');
  await page.locator('.cm-content').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('distance');
  await page.getByRole('option', { name: /distance in operations.flights/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/operations\.flights\?tab=schema/);
});

test('a schema is shown as its owners wrote it, with what is sensitive locked and whether writes are checked', async () => {
  const page = await desk.page('/products/aviation.airports?tab=schema');
  await page.getByText('fully checked').waitFor();
  await page.getByText('Protobuf, ').waitFor();
  const manager = page.locator('.fd', { hasText: 'Who is called at night.' });
  expect(await manager.locator('.ex').textContent()).toBe('•••');
  expect(await manager.locator('.warnmark svg').count()).toBe(1);
  expect(await page.getByText('Ada Lovelace').count()).toBe(0);
  const text = page.getByRole('region', { name: 'Schema aviation.airports-value' });
  expect(await text.textContent()).toContain('// An airport.\nmessage Airport {');
  expect(await text.locator('.t-word').first().textContent()).toBe('syntax');
  await page.goto(page.url().replace('aviation.airports', 'operations.flights'));
  await page.getByText('not checked').waitFor();
  await page.getByText('millrace schema enforce operations.flights --level full').waitFor();
});

test('lineage opens a neighbour from the graph by keyboard', async () => {
  const page = await desk.page('/products/operations.flights?tab=lineage');
  await page.locator('.react-flow__node[data-id="product:analytics.flights_enriched"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/analytics\.flights_enriched/);
});

test('on a telephone a row leads to its page, and filters open as a sheet', async () => {
  const page = await desk.page('/', { ...wide, width: 390, height: 780 });
  await page.getByRole('button', { name: 'Filters' }).click();
  await page
    .getByRole('dialog')
    .getByRole('checkbox', { name: /analytics/ })
    .first()
    .check();
  await page.keyboard.press('Escape');
  await page.getByText('2 products', { exact: true }).waitFor();
  await page.locator('.row').first().click();
  await page.waitForURL(/\/products\//);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
});

test('a chosen theme holds before the first paint of the next visit', async () => {
  const page = await desk.page('/');
  const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  await page.locator('.row').first().waitFor();
  const light = await ground();
  await page.getByRole('button', { name: /^Theme: system/ }).click();
  await page.getByRole('button', { name: /^Theme: light/ }).click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.reload();
  expect(await ground()).toBe(dark);
});
