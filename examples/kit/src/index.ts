export { Ensure } from './ensure.ts';
export { commandFor } from './example.ts';
export type { Example, ExampleContext } from './example.ts';
export { ensureTopics } from './topics.ts';
export type { TopicSpec } from './topics.ts';
export { until } from './until.ts';
