import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FixtureApi, startFixtureApi } from './fixture-api.ts';
import { type BuiltUi, buildUi, Desk } from './harness.ts';

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

test('a statement runs by keyboard, shows its rows, and its output goes through the gate into Explore', async () => {
  const page = await desk.page('/create');
  await page.locator('.cm-content').getByText('CREATE TABLE').waitFor();
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Created query').waitFor();
  await page.locator('.results tbody tr').first().waitFor();
  await page.getByText(/1,664 rows/).waitFor();
  expect(await page.locator('.plan b').count()).toBe(5);

  await page.getByRole('link', { name: 'Save as product' }).click();
  await page.waitForURL(/\/publish\/analytics/);
  const publish = page.getByRole('button', { name: 'Publish', exact: true });
  expect(await publish.isDisabled()).toBe(true);
  await page.getByText('Say what one fact is').first().waitFor();
  await page.getByLabel('Description').fill('Departures and average delay in minutes of each state in each hour.');
  await page.getByRole('radio', { name: 'curated' }).check({ force: true });
  await page.getByRole('radio', { name: 'tier 2' }).check({ force: true });
  await page.getByRole('checkbox', { name: /By publishing I agree/ }).check();
  await page.getByText('9 of 9').waitFor();
  await page.getByText('As command').click();
  await page.getByText('--acknowledge-sla').waitFor();
  await publish.click();
  await page.waitForURL(/\/products\/analytics\.delays_by_state_hourly/);
  await page.getByRole('link', { name: 'Explore', exact: true }).first().click();
  await page.locator('.row', { hasText: 'delays_by_state_hourly' }).waitFor();
});

test('an error of a statement marks its place, and the statement stays', async () => {
  const page = await desk.page(
    `/create?sql=${encodeURIComponent('CREATE TABLE t AS\nSELECT a,\n b,\n c,\n ROUND(AVG(dellay), 1)\nFROM flights;')}`,
  );
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.getByText('Did you mean delay?').waitFor();
  await page.locator('.cm-lintRange-error').waitFor();
  expect(await page.locator('.cm-content').textContent()).toContain('dellay');
});

test('the editor completes the columns of the sources that the statement names', async () => {
  const page = await desk.page(`/create?sql=${encodeURIComponent('SELECT  FROM flights f EMIT CHANGES;')}`);
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+Home');
  for (let at = 0; at < 'SELECT '.length; at += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.type('f.del', { delay: 40 });
  const option = page.locator('.cm-tooltip-autocomplete li', { hasText: 'delay' });
  await option.waitFor();
  // The editor takes no key for its list within this time, so that fast typing is not swallowed.
  await page.waitForTimeout(120);
  await page.keyboard.press('Enter');
  expect(await page.locator('.cm-content').textContent()).toContain('SELECT f.delay FROM');
});

test('what a topic lacks stands with its remedy, its policy and the policy’s owner', async () => {
  const page = await desk.page('/publish');
  const card = page.locator('.candidate', { hasText: 'gate_changes' });
  await card.getByText('Lacks 2 of 4').waitFor();
  await card.getByText('Produce at least one event.').waitFor();
  await card.getByText('policy holds-events, owned by @governance').waitFor();
});
