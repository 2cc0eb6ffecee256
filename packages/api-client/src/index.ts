export { ApiClient } from './api-client.ts';
export type { ApiOptions } from './api-client.ts';
