export { Ensure } from './ensure.ts';
export type { Example, ExampleContext } from './example.ts';
