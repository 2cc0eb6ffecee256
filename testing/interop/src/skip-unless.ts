/**
 * For what a machine may lack: answers whether to skip, and says why. With MILLRACE_NO_SKIPS=1, as in the build, what is
 * lacking is a failure instead.
 */
export function skipUnless(isThere: boolean, reason: string): boolean {
  if (isThere) return false;
  if (process.env['MILLRACE_NO_SKIPS'] === '1') throw new Error(`nothing may be skipped here, but: ${reason}`);
  console.warn(`skipped: ${reason}`);
  return true;
}
