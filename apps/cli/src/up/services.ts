/** Where each service answers, for people and for programs. Absent when it was left off. */
export interface ServiceAddresses {
  readonly broker?: string;
  readonly registry?: string;
  readonly ksql?: string;
  readonly mesh?: string;
}

/** What can be stopped. Stopping in the reverse order of starting keeps users from seeing a half-closed mesh. */
export interface Running {
  readonly addresses: ServiceAddresses;
  /** The `Authorization` header for the registry; absent for one that asks for none. */
  readonly registryAuthorization?: string;
  close(): Promise<void>;
}
