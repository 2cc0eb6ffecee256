import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Desk, violations } from './harness.ts';
import { type RealMesh, startRealMesh } from './real-mesh.ts';

const directory = `domains:
  - name: aviation
  - name: operations
teams:
  - { handle: "@aviation-team", domain: aviation }
  - { handle: "@operations-team", domain: operations }
people:
  - { name: orville, team: "@operations-team" }
  - { name: amelia, team: "@aviation-team" }
  - { name: Łucja, team: "@aviation-team" }
`;

let mesh: RealMesh;
let desk: Desk;
beforeAll(async () => {
  mesh = await startRealMesh(directory);
  desk = await Desk.open(mesh.url);
});
afterEach(() => desk.clear());
afterAll(async () => {
  await desk.close();
  await mesh.close();
});

test('by keyboard alone another person is chosen, acts from then on, and is remembered', async () => {
  const page = await desk.page('/create?sql=LIST%20TOPICS%3B');
  const person = page.getByRole('button', { name: /^You act as orville in operations/ });
  await person.focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog', { name: 'Act as' });
  await menu.getByText('Nobody signs in yet on this machine').waitFor();
  await menu.getByText('@aviation-team in aviation').first().waitFor();
  const focused = () => page.evaluate('document.activeElement.querySelector("b")?.textContent');
  await expect.poll(focused).toBe('orville');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('amelia');
  const streams = page.waitForRequest(/\/stream\?as=amelia$/);
  await page.keyboard.press('Enter');
  await menu.waitFor({ state: 'detached' });
  await streams;
  await page.getByRole('button', { name: /^You act as amelia in aviation/ }).waitFor();
  const asked = page.waitForRequest(/\/api\/v1\/candidates/);
  await page.goto(`${mesh.url}/publish`);
  expect((await asked).headers()['x-millrace-as']).toBe('amelia');
  await page.getByRole('button', { name: /^You act as amelia/ }).waitFor();
});

test('what is done stands in the audit log under the name chosen, in any script', async () => {
  const page = await desk.page('/create');
  await page.getByRole('button', { name: /^You act as/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Łucja' }).click();
  await page.getByRole('button', { name: /^You act as Łucja in aviation/ }).waitFor();
  const statement =
    "CREATE STREAM landings (id STRING KEY, runway INT) WITH (KAFKA_TOPIC='aviation.landings', VALUE_FORMAT='AVRO', PARTITIONS=1);";
  await page.goto(`${mesh.url}/create?sql=${encodeURIComponent(statement)}`);
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.locator('.audit b', { hasText: 'Łucja' }).waitFor();
});

test('a person whom this mesh does not know is forgotten', async () => {
  const page = await desk.page('/');
  await page.evaluate('localStorage.setItem("millrace.as", "nobody")');
  await page.reload();
  await page.getByRole('button', { name: /^You act as orville/ }).waitFor();
  expect(await page.evaluate('localStorage.getItem("millrace.as")')).toBe(null);
});

for (const width of [1280, 390]) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on the menu of people, ${width} wide, ${scheme}`, async () => {
      const page = await desk.page('/', { width, height: 780, scheme });
      await page.getByRole('button', { name: /^You act as/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'amelia' }).waitFor();
      expect(await violations(page)).toEqual([]);
      const box = await page.getByRole('dialog').boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true);
    });
  }
}
