import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
            'tools/*.test.ts',
          ],
          testTimeout: 20_000,
          // Unit tests leave nothing behind: modules are loaded once and not for each file.
          isolate: false,
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            'packages/*/tests/**/*.test.ts',
            'apps/*/tests/**/*.test.ts',
            'examples/*/tests/**/*.test.ts',
            'tools/tests/**/*.test.ts',
            'testing/*/src/**/*.test.ts',
          ],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
