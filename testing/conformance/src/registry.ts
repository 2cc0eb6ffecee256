/**
 * Sends the same random walks of requests to our registry and to Apicurio's Confluent-compatible one, and tells how they differ.
 * Run: npm run conformance:registry -- [walks for each language, default 200] [seed]
 */
import { compareRegistries } from './registry/differential.ts';
import { knownDifferences } from './registry/known-differences.ts';
import { startBoth } from './registry/start-both.ts';

const walks = Number(process.argv[2] ?? 200);
const seed = process.argv[3];

const both = await startBoth();
if (both === undefined) {
  console.log('skipped: no shared corpus');
} else {
  try {
    for (const type of ['AVRO', 'JSON', 'PROTOBUF'] as const) {
      const options = {
        ours: both.ours,
        theirs: both.theirs,
        walks,
        ...(seed === undefined ? {} : { seed: Number(seed) }),
      };
      const { alike, known, unknown } = await compareRegistries(type, options);
      console.log(`${type}: ${walks} walks, ${alike} requests answered alike`);
      for (const { name, why } of knownDifferences) {
        if (known.has(name)) console.log(`  ${known.get(name)} times: ${name}. ${why}`);
      }
      if (unknown === undefined) continue;
      console.log(`  NOT KNOWN, ${unknown}`);
      process.exitCode = 1;
    }
  } finally {
    await both.close();
  }
}
