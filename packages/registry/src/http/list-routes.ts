import type { FastifyInstance } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { behind, under } from '../log/table.ts';
import { aliasIn } from '../state/aliases.ts';
import type { Association } from '../state/association.ts';
import { isObject } from '../state/json.ts';
import { subjectIn, subjectKey } from '../state/keys.ts';
import { keysOfPrefix, latestUnder, newestOf, versionsOf, versionsUnder, type Visibility } from '../state/queries.ts';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import { asksForAssociations, isWantedBy } from './association-filter.ts';
import type { Registry } from './registry.ts';
import { isTrue, pageOf, queryOf, takesUnknownMembers, visibilityOf } from './request.ts';
import { versionView } from './views.ts';

/** `/schemas`: versions of all subjects that begin with a prefix, by subject and version. */
export function addListRoutes(app: FastifyInstance, { store }: Registry): void {
  const { state } = store;

  app.get('/schemas', (request) => {
    const { subjectPrefix = '', latestOnly, aliases, ruleType = '' } = queryOf(request);
    const visibility = visibilityOf(request);
    const mayReadSubject = mayRead(request.caller, 'subject');
    const walk = isTrue(latestOnly) ? latestUnder : versionsUnder;
    const found = isTrue(aliases)
      ? withAliased(state, subjectPrefix, visibility, isTrue(latestOnly))
      : walk(state, subjectPrefix, visibility);
    const associationsOf = ({ subject }: StoredVersion): readonly Association[] =>
      [...under(state.subjectAssociations, subjectKey(subject))].filter(isWantedBy(request));
    const onlyAssociated = asksForAssociations(request);
    const wanted = found.filter(
      (each) =>
        mayReadSubject(each.subject) &&
        (ruleType === '' || hasRule(each, ruleType)) &&
        (!onlyAssociated || associationsOf(each).length > 0),
    );
    const full = takesUnknownMembers(request);
    return pageOf(request, wanted).map((version) => {
      const names = isTrue(aliases) ? [...under(state.aliases, subjectKey(version.subject))] : [];
      const extras = {
        ...(names.length === 0 ? {} : { aliases: names }),
        ...(onlyAssociated ? { associations: associationsOf(version) } : {}),
      };
      return versionView(version, { full, extras });
    });
  });
}

/** Also the versions of subjects that have an alias which begins so. */
function* withAliased(
  state: RegistryState,
  prefix: string,
  visibility: Visibility,
  latestOnly: boolean,
): Generator<StoredVersion, void> {
  const subjects = new Set(latestUnder(state, prefix, visibility).map(({ subject }) => subject));
  for (const start of keysOfPrefix(state, prefix)) {
    for (const { key, value } of state.configs.ascending(start, behind(start))) {
      const aliased = aliasIn(subjectIn(key) ?? '', value);
      if (aliased !== undefined) subjects.add(aliased);
    }
  }
  for (const subject of [...subjects].toSorted((left, right) => (subjectKey(left) < subjectKey(right) ? -1 : 1))) {
    yield* latestOnly ? newestOf(state, subject, visibility).take(1) : versionsOf(state, subject, visibility);
  }
}

function hasRule({ content }: StoredVersion, type: string): boolean {
  const lists = Object.values(content.ruleSet ?? {}).filter((list) => Array.isArray(list));
  return lists.flat().some((rule: unknown) => isObject(rule) && rule['type'] === type);
}
