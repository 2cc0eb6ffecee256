import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser } from './browser.ts';

const folder = dirname(import.meta.dirname);
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

export interface BuiltUi {
  readonly root: string;
  readonly remove: () => Promise<void>;
}

/** Builds the UI as it is now into `root`. */
export async function buildInto(root: string): Promise<void> {
  // A process of its own, because React picks its development half by the NODE_ENV of the tests.
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--logLevel', 'error', '--outDir', root, '--emptyOutDir'],
    {
      cwd: folder,
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
}

/** Builds the UI into a folder of its own. */
export async function buildUi(): Promise<BuiltUi> {
  const root = await mkdtemp(join(tmpdir(), 'millrace-web-'));
  await buildInto(root);
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}
export const desk: Look = { width: 1280, height: 800, scheme: 'light' };

/** A browser whose pages must not log an error: `complaints` holds what they said. */
export class Desk {
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  readonly #url: string;
  readonly #contexts: BrowserContext[] = [];

  private constructor(browser: Browser, url: string) {
    this.#browser = browser;
    this.#url = url;
  }

  static async open(url: string): Promise<Desk> {
    return new Desk(await launchBrowser(), url);
  }

  async page(path: string, look: Look = desk): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: look.width, height: look.height },
      colorScheme: look.scheme,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // A refused request is told to the reader by the page; Chromium's own line about it is no defect.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    await page.goto(this.#url + path);
    return page;
  }

  /** Closes the pages of one test, which must have run without an error of ours. */
  async clear(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
    expect(this.complaints.splice(0)).toEqual([]);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

/** The rules of WCAG 2.2 AA and best practice that the page breaks, each with where. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
       violations.flatMap((rule) => rule.nodes.map((node) => rule.id + ': ' + node.target.join(' ') + ' ' + (node.any[0]?.message ?? node.failureSummary))))`,
  );
  return found as readonly string[];
}
