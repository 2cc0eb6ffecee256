import { shellWord } from '../commands.ts';
import type { SnippetInput } from './input.ts';

/** Debian's and Homebrew's kcat have no Avro, and none has Protobuf, so the line that works everywhere comes first. */
export function kcat(input: SnippetInput): string {
  const { bootstrap, topic, group, value, key } = input;
  const keyFormat = key === undefined ? '  %k' : '';
  const [what, unpack, shown] =
    value.type === 'JSON'
      ? ['value, before which stand a 0 and the id of its schema', "-s 'value=>bis' ", '%s']
      : ['size', '', '%S bytes'];
  return `# The first five events: partition, offset${key === undefined ? ', key' : ''} and ${what}.
kcat -q -b ${bootstrap} -G ${shellWord(group)} -X auto.offset.reset=earliest -c 5 \\
  ${unpack}-f '%t [%p] @%o${keyFormat}  ${shown}\\n' ${shellWord(topic)}
${decoding(input)}`;
}

function decoding({ bootstrap, topic, registry, value, key }: SnippetInput): string {
  if (value.type === 'JSON') return '';
  if (value.type === 'PROTOBUF') return '\n# kcat does not read Protobuf: the other programs do.\n';
  const parts = key?.type === 'AVRO' ? 'avro' : 'value=avro';
  return `
# A kcat that was built with Avro ("kcat -V" names it) decodes them too:
# kcat -b ${bootstrap} -C -t ${shellWord(topic)} -o beginning -c 5 -s ${parts} -r ${registry}
`;
}
