import { builder } from '../builder.ts'
import { CheckStatus, FrameworkName } from '../enums/check.ts'
import { type FrameworkShape, frameworksOf, type RequirementShape } from '../frameworks.ts'
import { ScopeInput } from '../lists/scope-input.ts'
import { CHECK_STATUSES, type RatedRuleRow } from '../rated-rules.ts'
import { Check } from '../refs.ts'

const TITLES: Readonly<Record<FrameworkShape['framework'], string>> = {
  PSS: 'Pod Security Standards',
  NSA: 'NSA/CISA Kubernetes Hardening Guidance',
  CIS: 'CIS Kubernetes Benchmark',
  MITRE: 'MITRE ATT&CK for Containers',
}

const FrameworkRequirement = builder.objectRef<RequirementShape>('FrameworkRequirement').implement({
  description: 'Something that a framework asks for.',
  fields: (t) => ({
    section: t.exposeString('section', { description: 'What it is told by in the framework, such as `5.2.2`.' }),
    title: t.string({
      nullable: true,
      description: 'What it asks for, in our words; null where there are none yet.',
      resolve: ({ title }) => title ?? null,
    }),
    checks: t.field({
      type: [Check],
      description: 'The rules that look after it; none where nothing does.',
      resolve: ({ rules }) => [...rules],
    }),
    status: t.field({
      type: CheckStatus,
      nullable: true,
      description: 'The worst that these say; null where they have judged nothing, or are none.',
      resolve: ({ rules }) => statusOf(rules),
    }),
    failed: t.int({
      nullable: true,
      description: 'Places that are wrong; null where nothing was judged.',
      resolve: ({ rules }) => sumOf(rules, 'failed'),
    }),
    passed: t.int({
      nullable: true,
      description: 'How often an object is all right; null where nothing was judged.',
      resolve: ({ rules }) => sumOf(rules, 'passed'),
    }),
    exempt: t.int({
      nullable: true,
      description: 'Places that are held for right; null where nothing was judged.',
      resolve: ({ rules }) => sumOf(rules, 'exempt'),
    }),
    notAssessable: t.int({
      nullable: true,
      description: 'How often nothing can be said; null where nothing was judged.',
      resolve: ({ rules }) => sumOf(rules, 'notAssessable'),
    }),
  }),
})

const FrameworkType = builder.objectRef<FrameworkShape>('Framework').implement({
  description: 'A catalog of requirements in one version, and how far they are met. Each rule counts once.',
  fields: (t) => ({
    framework: t.expose('framework', { type: FrameworkName, description: 'Which one.' }),
    version: t.exposeString('version', { description: 'Its version; empty for one that is not told by versions.' }),
    title: t.string({
      description: 'Its name and version.',
      resolve: ({ framework, version }) => `${TITLES[framework]} ${version}`.trim(),
    }),
    requirements: t.field({
      type: [FrameworkRequirement],
      description: 'What it asks for, in its order.',
      resolve: ({ requirements }) => [...requirements],
    }),
    requirementCount: t.int({
      description: 'How much it asks for, as far as it is known here.',
      resolve: ({ requirements }) => requirements.length,
    }),
    coveredCount: t.int({
      description: 'How much of that a rule looks after.',
      resolve: ({ requirements }) => requirements.filter(({ rules }) => rules.length > 0).length,
    }),
    status: t.field({
      type: CheckStatus,
      nullable: true,
      description: 'The worst that rules say; null where they have judged nothing.',
      resolve: ({ rules }) => statusOf(rules),
    }),
    score: t.float({
      nullable: true,
      description: 'The share of what passes in all that passes or fails, from 0 to 1; null where nothing does either.',
      resolve: ({ rules }) => scoreOf(rules),
    }),
    failed: t.int({
      nullable: true,
      description: 'Places that are wrong; null where nothing was judged.',
      resolve: ({ rules }) => sumOf(rules, 'failed'),
    }),
    passed: t.int({
      nullable: true,
      description: 'How often an object is all right; null where nothing was judged.',
      resolve: ({ rules }) => sumOf(rules, 'passed'),
    }),
    exempt: t.int({
      nullable: true,
      description: 'Places that are held for right; null where nothing was judged.',
      resolve: ({ rules }) => sumOf(rules, 'exempt'),
    }),
    notAssessable: t.int({
      nullable: true,
      description: 'How often nothing can be said; null where nothing was judged.',
      resolve: ({ rules }) => sumOf(rules, 'notAssessable'),
    }),
  }),
})

builder.queryField('frameworks', (t) =>
  t.field({
    type: [FrameworkType],
    description: 'Catalogs of requirements, and how far clusters meet them. What no rule looks after is among them.',
    args: { scope: t.arg({ type: ScopeInput, description: 'Where to look; everywhere when not given.' }) },
    resolve: (_root, { scope }, context) => frameworksOf(context, scope),
  }),
)

function statusOf(rules: readonly RatedRuleRow[]) {
  return CHECK_STATUSES[Math.max(0, ...rules.map(({ statusRank }) => statusRank))] ?? null
}

type Counted = 'failed' | 'passed' | 'exempt' | 'notAssessable'

/** Null where none of them has judged anything. */
function sumOf(rules: readonly RatedRuleRow[], number: Counted): number | null {
  const judged = rules.filter((rule) => rule[number] >= 0)
  return judged.length === 0 ? null : judged.reduce((sum, rule) => sum + rule[number], 0)
}

function scoreOf(rules: readonly RatedRuleRow[]): number | null {
  const passed = sumOf(rules, 'passed') ?? 0
  const all = passed + (sumOf(rules, 'failed') ?? 0)
  return all === 0 ? null : passed / all
}
