export type * from './api.ts';
export { decide } from './decide/decide.ts';
export type { Command, DecisionContext } from './decide/command.ts';
export type { Decision, Rejection } from './decide/decision.ts';
export { cloudEventContentType } from './facts/cloud-event.ts';
export type { CloudEvent } from './facts/cloud-event.ts';
export type { Fact, FactData, FactOf, FactType, ForeignFact, Origin, ProductMetadata } from './facts/fact.ts';
export { alignments, enforcements, isKnown, parseFact, qualities, slas } from './facts/parse-fact.ts';
export { defaultPolicies } from './gate/default-policies.ts';
export { brokenPolicies, compileGate, judge } from './gate/gate.ts';
export type { Gate } from './gate/gate.ts';
export type { GateField, GateInput } from './gate/gate-input.ts';
export { formFields, judgesTopic, parsePolicies } from './gate/policy.ts';
export type { Policy } from './gate/policy.ts';
export { similarTo } from './gate/similarity.ts';
export { consumerId, parseProductId, productId, productOfConsumer, slug, subjectOf } from './ids.ts';
export { buildLineage, lineageOf, neighbours } from './lineage/build-lineage.ts';
export type { LineageGraph, LineageInput } from './lineage/build-lineage.ts';
export {
  defaultDirectory,
  domainOfTopic,
  domainsOf,
  findDomain,
  findPerson,
  findTeam,
  productNameOf,
} from './people/directory.ts';
export type { Directory, Domain, Person, Team } from './people/directory.ts';
export { parseMeshFile } from './people/parse-mesh-file.ts';
export type { MeshFile } from './people/parse-mesh-file.ts';
export { apply } from './state/apply.ts';
export { initialState, versionOf } from './state/mesh-state.ts';
export type { MeshState, Product, RecordedQuery, RegisteredConsumer } from './state/mesh-state.ts';
export { describeFact } from './text/describe-fact.ts';
export type { Description } from './text/describe-fact.ts';
export { searchDocument, words } from './text/search-text.ts';
export type { SearchDocument } from './text/search-text.ts';
export { snippets } from './text/snippets.ts';
export type { SnippetInput, SnippetSchema } from './text/snippets/input.ts';
