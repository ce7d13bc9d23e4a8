import { builder } from '../builder.ts'
import { CheckScope, CheckStatus, FrameworkName } from '../enums/check.ts'
import { Severity } from '../enums/risk.ts'
import { encodeId } from '../ids.ts'
import { checkList } from '../lists/check-list.ts'
import { checkResultList } from '../lists/check-result-list.ts'
import { checkedObjectList } from '../lists/checked-object-list.ts'
import { list } from '../lists/list.ts'
import { CHECK_STATUSES, type RatedRuleRow } from '../rated-rules.ts'
import { Check, Node } from '../refs.ts'

const CheckRequirement = builder.objectRef<RatedRuleRow['frameworks'][number]>('CheckRequirement').implement({
  description: 'A requirement of a framework that a rule looks after.',
  fields: (t) => ({
    framework: t.expose('framework', { type: FrameworkName, description: 'The framework.' }),
    version: t.exposeString('version', {
      description: 'Its version, or that of Kubernetes with which the requirement came; empty for all.',
    }),
    section: t.exposeString('section', { description: 'What it is told by there, such as `5.2.2`.' }),
  }),
})

const NOTHING = 'null where it has judged nothing'

Check.implement({
  description:
    'A configuration rule, and how often it holds: of what the viewer sees, and of the `scope` of the list that it was asked for by.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and stable.', resolve: ({ id }) => encodeId('Check', id) }),
    rule: t.exposeString('id', { description: 'What it is called, such as `KC-001`.' }),
    title: t.exposeString('title', { description: 'What is wrong where it fails, in a few words.' }),
    severity: t.expose('severity', { type: Severity, description: 'How bad that is.' }),
    status: t.field({
      type: CheckStatus,
      nullable: true,
      description: `The worst that it says; ${NOTHING}: nothing of its kind is there, or no check has run.`,
      resolve: ({ statusRank }) => CHECK_STATUSES[statusRank] ?? null,
    }),
    failed: t.int({
      nullable: true,
      description: `Places that are wrong: the total of \`checkResults\` by this rule with \`results: [FAIL]\`; ${NOTHING}.`,
      resolve: ({ failed }) => counted(failed),
    }),
    passed: t.int({
      nullable: true,
      description: `Objects that are all right: the total of \`checkedObjects\` with \`passed\`; ${NOTHING}.`,
      resolve: ({ passed }) => counted(passed),
    }),
    exempt: t.int({
      nullable: true,
      description: `Places that are held for right, as by waivers; ${NOTHING}.`,
      resolve: ({ exempt }) => counted(exempt),
    }),
    notAssessable: t.int({
      nullable: true,
      description: `Objects and clusters of which nothing can be said; ${NOTHING}.`,
      resolve: ({ notAssessable }) => counted(notAssessable),
    }),
    why: t.exposeString('why', { description: 'What somebody can do with it.' }),
    remedy: t.exposeString('remedy', { description: 'How to set it right.' }),
    noPatch: t.string({
      nullable: true,
      description: 'Why no patch is made for what is wrong; null: one is made.',
      resolve: ({ noPatch }) => noPatch || null,
    }),
    frameworks: t.field({
      type: [CheckRequirement],
      description: 'Requirements that it looks after.',
      resolve: ({ frameworks }) => [...frameworks],
    }),
    custom: t.exposeBoolean('custom', { description: 'Whether users wrote it.' }),
    present: t.exposeBoolean('present', { description: 'Whether it is still asked.' }),
    kinds: t.exposeStringList('kinds', {
      description:
        'Of a rule that users wrote: kinds of objects that it judges, `Workload` standing for all that make pods.',
    }),
    each: t.expose('each', { type: CheckScope, description: 'Of a rule that users wrote: what is asked.' }),
    expression: t.exposeString('expression', {
      description:
        'Of a rule that users wrote: true of what is wrong, in the Common Expression Language. Empty for all others.',
    }),
  }),
})

builder.queryFields((t) => ({
  checks: list(t, checkList, { description: 'Configuration rules, each with what it says of clusters.' }),
  checkResults: list(t, checkResultList, {
    description: 'What configuration rules say of places in objects, unless it is all right.',
  }),
  checkedObjects: list(t, checkedObjectList, { description: 'Objects that configuration rules have judged.' }),
}))

function counted(number: number): number | null {
  return number < 0 ? null : number
}
