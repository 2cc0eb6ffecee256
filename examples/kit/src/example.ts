/** The services of the mesh that an example fills, embedded or the user's own. */
export interface ExampleContext {
  /** Bootstrap address of the broker. */
  readonly broker: string;
  /** URL of the schema registry. */
  readonly registry: string;
  /** The `Authorization` header for the registry; absent for one that asks for none. */
  readonly registryAuthorization?: string;
  /** URL of the mesh. */
  readonly mesh: string;
  /** Shows how far a step is. */
  readonly progress: (step: string, done: number, total: number) => void;
  readonly note: (text: string) => void;
  /** Aborts when Millrace stops; what was done until then is kept and taken up at the next start. */
  readonly signal: AbortSignal;
}

/** A mesh ready to look at: domains, data, products and queries. Running it again changes nothing that is there. */
export interface Example {
  readonly name: string;
  /** Text of a `mesh.yaml` with its domains, teams and people. */
  readonly mesh: string;
  /** Fills the mesh. Resolves when all data is loaded and all products are published. */
  run(context: ExampleContext): Promise<void>;
  /** Things to try next, with real addresses filled in. */
  next(
    context: Pick<ExampleContext, 'broker' | 'registry' | 'mesh'>,
  ): readonly { readonly title: string; readonly command: string }[];
}

/** A command for this mesh; its address is named only where it is not the usual one. */
export function commandFor(mesh: string, command: string): string {
  return `npx millrace ${command}${mesh === 'http://127.0.0.1:8080' ? '' : ` --url ${mesh}`}`;
}
