import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Desk, violations } from './harness.ts';
import { loadFlights, type RealMesh, startRealMesh } from './real-mesh.ts';

let mesh: RealMesh;
let desk: Desk;
beforeAll(async () => {
  mesh = await startRealMesh();
  desk = await Desk.open(mesh.url);
});
afterEach(() => desk.clear());
afterAll(async () => {
  await desk.close();
  await mesh.close();
});

test('an empty mesh says what will be there and offers the first step', async () => {
  const page = await desk.page('/');
  await page.getByRole('heading', { name: 'No products yet' }).waitFor();
  await page.getByRole('link', { name: 'Publish the first one' }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('a topic with real flights is published through the real gate, found, and read by a registered consumer', async () => {
  await loadFlights(mesh);
  const watching = await desk.page('/');
  await watching.getByRole('heading', { name: 'No products yet' }).waitFor();

  const page = await desk.page('/publish');
  await page.locator('.candidate', { hasText: 'flights' }).getByRole('link').click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const publish = page.getByRole('button', { name: 'Publish', exact: true });
  expect(await publish.isDisabled()).toBe(true);
  await page.getByLabel('Owner').fill(await firstTeam(mesh.url));
  await page
    .getByLabel('Description')
    .fill('One scheduled flight each, with its delay in minutes and its distance in miles.');
  await page.getByRole('radio', { name: 'authoritative' }).check({ force: true });
  await page.getByRole('radio', { name: 'tier 1' }).check({ force: true });
  await page.getByRole('radio', { name: 'source-aligned' }).check({ force: true });
  await page.getByRole('checkbox', { name: /By publishing I agree/ }).check();
  await expect.poll(() => publish.isEnabled(), { timeout: 10_000 }).toBe(true);
  await publish.click();
  await page.waitForURL(/\/products\//);
  await page.getByText('all 10 rules hold').waitFor();

  await watching.locator('.row', { hasText: 'flights' }).waitFor();
  await watching
    .locator('.audit')
    .getByText(/published/)
    .waitFor();

  await page.getByRole('link', { name: 'Samples' }).click();
  await page.locator('tbody tr').first().waitFor();
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByLabel('Name').fill('delay-board');
  await page.getByLabel('Purpose').fill('Shows late departures');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await page.getByRole('heading', { name: /delay-board can read/ }).waitFor();
  await page.getByRole('radio', { name: 'Python' }).check({ force: true });
  await page.getByText('127.0.0.1:').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Lineage' }).click();
  await page.locator('.lnode.consumer', { hasText: 'delay-board' }).waitFor();
  await watching.locator('.row').getByText('1 consumer', { exact: true }).waitFor();
});

test('a statement makes a topic, shows its rows, and stands among the candidates', async () => {
  const statement =
    "CREATE STREAM late_flights WITH (KAFKA_TOPIC='late_flights') AS SELECT * FROM flights WHERE delay > 0 EMIT CHANGES;";
  const page = await desk.page(`/create?sql=${encodeURIComponent(statement)}`);
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.getByText(/Created query/).waitFor();
  await page.locator('.results tbody tr').first().waitFor({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Save as product' }).click();
  await page.getByRole('heading', { level: 1, name: 'late_flights' }).waitFor({ timeout: 30_000 });
  await page.getByText('Schema registered').waitFor();
});

test('a statement that cannot run says where', async () => {
  const page = await desk.page(`/create?sql=${encodeURIComponent('SELECT dellay FROM flights EMIT CHANGES;')}`);
  await page.getByRole('button', { name: /^Run/ }).click();
  await page
    .getByText(/dellay/i)
    .last()
    .waitFor();
  await page.locator('.message.no').first().waitFor();
});

test('the owner changes what is said of a product, and the audit log tells it as a command', async () => {
  const page = await desk.page('/');
  await page.locator('.row').first().waitFor();
  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await page.getByRole('button', { name: 'Manage' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'tier 2' }).check({ force: true });
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('.head').getByText('tier 2').waitFor();
  await page.keyboard.press('a');
  await page
    .getByRole('dialog')
    .getByText(/sla to tier-2/)
    .click();
  await page
    .getByText(/millrace product update/)
    .first()
    .waitFor();
});

async function firstTeam(url: string): Promise<string> {
  const answer = (await (await fetch(`${url}/api/v1/teams`)).json()) as {
    readonly items: readonly { readonly handle: string }[];
  };
  return answer.items[0]?.handle ?? '';
}
