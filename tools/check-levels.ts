import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser';
import { levels, webMayImport } from './levels.ts';

const productionCode = '\\.(test|spec)\\.tsx?$|/tests/|/testing/|\\.config\\.ts$';

/** dependency-cruiser's rules, made from the table of levels. */
export function rules(): IForbiddenRuleType[] {
  const folders = Object.keys(levels);
  const layered = folders.map((folder): IForbiddenRuleType => {
    const own = levels[folder];
    const forbidden = folders.filter((other) => {
      if (other === folder || own === undefined) return false;
      if (folder === 'apps/web') return !webMayImport.includes(other);
      return (levels[other]?.level ?? 0) >= own.level && own.peers?.includes(other) !== true;
    });
    return {
      name: `levels-${folder.replace('/', '-')}`,
      severity: 'error',
      from: { path: `^${folder}/`, pathNot: productionCode },
      to: { path: `^(${forbidden.join('|')})/` },
    };
  });
  const pure = folders.flatMap((folder): IForbiddenRuleType[] => {
    const builtins = levels[folder]?.builtins;
    if (builtins === undefined) return [];
    const allowed = builtins.length === 0 ? {} : { pathNot: `^(node:)?(${builtins.join('|')})$` };
    return [
      {
        name: `pure-${folder.replace('/', '-')}`,
        severity: 'error',
        from: { path: `^${folder}/src/`, pathNot: productionCode },
        to: { dependencyTypes: ['core'], ...allowed },
      },
    ];
  });
  return [
    ...layered,
    ...pure,
    // Types may refer to each other; at run time modules load in one order.
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'packages-by-their-entry',
      severity: 'error',
      from: { path: '^(packages|apps|examples)/([^/]+)/' },
      // What is heavy to load may be an entry of its own, named in the package's exports: `@millrace/schema/generate`.
      to: { path: '^(packages|examples)/([^/]+)/', pathNot: ['^$1/$2/', '/src/(generate/)?index\\.ts$'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^(packages|apps|examples)/', pathNot: productionCode },
      to: { couldNotResolve: true },
    },
  ];
}

export interface LevelReport {
  readonly modules: number;
  readonly violations: readonly string[];
}

/** Looks at every module below the given folders of `root`. */
export async function checkLevels(
  root: string,
  folders: readonly string[] = ['packages', 'apps', 'examples'],
): Promise<LevelReport> {
  const result = await cruise([...folders], {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules() },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|/tests/' },
    // TypeScript 7 has no compiler API: swc parses instead. Without it nothing is seen and nothing is found.
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'],
    },
  });
  // With no output type asked for, the API answers with the result itself.
  const { modules, summary } = result.output as ICruiseResult;
  return {
    modules: modules.filter((module) => /^(packages|apps|examples)\//.test(module.source)).length,
    violations: summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`),
  };
}

/** What the command says of a report: nothing looked at is a failure too. */
export function verdict(report: LevelReport): { readonly ok: boolean; readonly text: string } {
  if (report.modules === 0)
    return { ok: false, text: 'the level check looked at no module: its parser or its folders are wrong' };
  if (report.violations.length > 0) return { ok: false, text: report.violations.join('\n') };
  return { ok: true, text: `levels hold in ${report.modules} modules` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ok, text } = verdict(await checkLevels(dirname(dirname(fileURLToPath(import.meta.url)))));
  console.log(text);
  process.exitCode = ok ? 0 : 1;
}
