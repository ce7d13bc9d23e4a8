import { CHECK_FRAMEWORKS, type CheckRequirement, checkTally } from '@breakwater/drizzle/tables/posture.ts'
import { and, eq, sql } from 'drizzle-orm'
import type { CatalogRequirement } from './check-service.ts'
import type { Context } from './context.ts'
import { type ScopeShape, withinScope } from './lists/scope-input.ts'
import { expressionsOf } from './loaders.ts'
import { type RatedRuleRow, ratedRule, ratedRules } from './rated-rules.ts'
import { visibleTo } from './visible.ts'

/** A framework in one version, with the rules that look after what it asks for. */
export interface FrameworkShape {
  readonly framework: CheckRequirement['framework']
  /** Empty where requirements are told by no version. */
  readonly version: string
  readonly requirements: readonly RequirementShape[]
  /** Each once. */
  readonly rules: readonly RatedRuleRow[]
}

export interface RequirementShape {
  readonly section: string
  /** Undefined where nobody has named it. */
  readonly title: string | undefined
  readonly rules: readonly RatedRuleRow[]
}

/** Far more than there are. */
const MOST_RULES = 2_000

/** All frameworks, by what rules say of what the viewer sees in `scope`. */
export async function frameworksOf(context: Context, scope: ScopeShape | null | undefined): Promise<FrameworkShape[]> {
  const counted = and(
    visibleTo(context.viewer, checkTally),
    withinScope(scope, { cluster: checkTally.cluster, namespace: checkTally.namespace }),
  )
  const rules = (await context.database.db
    .select(expressionsOf(ratedRule))
    .from(ratedRules(counted))
    .where(and(eq(ratedRule.present, true), sql`${ratedRule.frameworks} <> '[]'::jsonb`))
    .orderBy(ratedRule.id)
    .limit(MOST_RULES)) as unknown as RatedRuleRow[]
  return groupedByFramework(rules, context.services.checks.catalog())
}

function groupedByFramework(rules: readonly RatedRuleRow[], catalog: readonly CatalogRequirement[]): FrameworkShape[] {
  const asked = [
    ...rules.flatMap((rule) => rule.frameworks.map((requirement) => ({ ...requirement, rule, title: undefined }))),
    ...catalog.map((requirement) => ({ ...requirement, rule: undefined })),
  ]
  const byFramework = Map.groupBy(asked, ({ framework, version }) => `${framework} ${versionOf(framework, version)}`)
  return [...byFramework.values()]
    .flatMap((some) => {
      const [first] = some
      if (!first) return []
      const bySection = Map.groupBy(some, ({ section }) => section)
      const requirements = [...bySection].map(([section, same]) => ({
        section,
        title: same.find(({ title }) => title !== undefined)?.title,
        rules: eachOnce(same),
      }))
      return {
        framework: first.framework,
        version: versionOf(first.framework, first.version),
        requirements: requirements.sort((a, b) => compareSections(a.section, b.section)),
        rules: eachOnce(some),
      }
    })
    .sort(
      (a, b) =>
        CHECK_FRAMEWORKS.indexOf(a.framework) - CHECK_FRAMEWORKS.indexOf(b.framework) ||
        compareSections(a.version, b.version),
    )
}

/** The Pod Security Standards have no versions: a requirement says which Kubernetes it came with. */
function versionOf(framework: CheckRequirement['framework'], version: string): string {
  return framework === 'PSS' ? '' : version
}

function eachOnce(some: readonly { readonly rule: RatedRuleRow | undefined }[]): RatedRuleRow[] {
  return [...new Set(some.flatMap(({ rule }) => rule ?? []))]
}

/** Numbers as numbers: 5.2.10 comes after 5.2.9. */
function compareSections(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
