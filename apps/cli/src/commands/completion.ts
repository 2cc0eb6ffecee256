import type { Command } from 'commander';
import { MillraceError } from '@millrace/base';
import { attempt, outputOf } from './context.ts';

/** Every command with the words that may follow it: its subcommands and its options. */
export function completionWords(program: Command): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  const walk = (command: Command, path: string): void => {
    const options = command.options.flatMap((option) =>
      option.long === undefined || option.long === null ? [] : [option.long],
    );
    words.set(path, [...command.commands.map((sub) => sub.name()), ...options, '--help']);
    for (const sub of command.commands) walk(sub, path === '' ? sub.name() : `${path} ${sub.name()}`);
  };
  walk(program, '');
  return words;
}

function cases(program: Command): string {
  return [...completionWords(program)]
    .map(([path, words]) => `    "${path}") words="${words.join(' ')}" ;;`)
    .join('\n');
}

function bash(program: Command): string {
  return `_millrace() {
  local path="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  while :; do
    words=""
    case "$path" in
${cases(program)}
    esac
    [ -n "$words" ] || [ -z "$path" ] && break
    case "$path" in *" "*) path="\${path% *}" ;; *) path="" ;; esac
  done
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _millrace millrace
`;
}

function fish(program: Command): string {
  return [...completionWords(program)]
    .flatMap(([path, words]) => {
      const seen =
        path === ''
          ? '__fish_use_subcommand'
          : path
              .split(' ')
              .map((word) => `__fish_seen_subcommand_from ${word}`)
              .join('; and ');
      return words.map((word) =>
        word.startsWith('--')
          ? `complete -c millrace -n '${seen}' -l ${word.slice(2)}`
          : `complete -c millrace -f -n '${seen}' -a ${word}`,
      );
    })
    .join('\n')
    .concat('\n');
}

const shells: Readonly<Record<string, (program: Command) => string>> = {
  bash,
  zsh: (program) => `autoload -U +X bashcompinit && bashcompinit\n${bash(program)}`,
  fish,
};

export function completionCommand(program: Command): void {
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .option('--json', 'answer as JSON')
    .description('a script that completes commands and options: source <(millrace completion bash)')
    .action((shell: string, options) => {
      const output = outputOf(options);
      return attempt(output, async () => {
        const script = shells[shell]?.(program);
        if (script === undefined)
          throw new MillraceError('USAGE', `There is no completion for "${shell}": bash, zsh and fish have one.`);
        output.write(output.json ? `${JSON.stringify({ shell, script })}\n` : script);
      });
    });
}
