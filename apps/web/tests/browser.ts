import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** Not the package's own arguments: those are for a cloud function, and put everything into one process. */
const args = ['--no-sandbox', '--font-render-hinting=none'];

/** A real Chromium: npm's, or the one of the system when the environment names it. */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env['MILLRACE_CHROMIUM'];
  const executablePath = named !== undefined && existsSync(named) ? named : await chromium.executablePath();
  return playwright.launch({ executablePath, args, headless: true });
}
