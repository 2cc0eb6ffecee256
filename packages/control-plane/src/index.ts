export type { ControlPlaneOptions } from './options.ts';
export { startControlPlane } from './start.ts';
export type { ControlPlane } from './start.ts';
