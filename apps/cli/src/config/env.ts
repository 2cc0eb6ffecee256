/** The one place that reads the environment. Values are as set; nothing is interpreted here. */
export type Environment = Readonly<Partial<Record<string, string>>>;

export const environment: Environment = process.env;
