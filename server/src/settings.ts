import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { setting } from '@breakwater/drizzle/tables/access.ts'
import { PRIORITIES } from '@breakwater/drizzle/tables/risk.ts'
import { RequestError, type SettingInfo, type SettingService } from '@breakwater/schema/services.ts'
import { eq } from 'drizzle-orm'
import { OWNER_LABELS } from './clusters/sync/owner-keys.ts'
import type { Config } from './config.ts'
import {
  BASTION_RANGES,
  CONTROLLERS,
  ENFORCED_CLUSTERS,
  OWN_RANGES,
  problemOfControllers,
  problemOfRanges,
  problemOfUids,
  UNENFORCED_CLUSTERS,
} from './exposure/analysis-settings.ts'
import { isLabelKey } from './kubernetes/label-key.ts'
import { DEFAULT_OWNER_KEYS, ownerKeysOf } from './kubernetes/responsible.ts'
import { POSTURE_SETTINGS } from './posture/installation-settings.ts'

/** A setting that can be changed while the server runs. Once changed, the stored value holds over the configuration. */
interface SettingDefinition {
  readonly name: string
  readonly description: string
  /** The variable that gives the first value, if any. */
  readonly variable?: string
  first(config: Config): string
  /** The values that it takes, where they are a few. */
  readonly options?: readonly string[]
  /** What is wrong with a value, in words; undefined when it fits. */
  problem(value: string): string | undefined
}

const SETTINGS: readonly SettingDefinition[] = [
  {
    name: 'retention.days',
    description: 'Days that ended tasks, changes and gone assets are kept.',
    variable: 'BREAKWATER_RETENTION_DAYS',
    first: (config) => String(config.retentionDays),
    problem: (value) =>
      /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 3650
        ? undefined
        : 'A whole number from 1 to 3650.',
  },
  {
    name: OWNER_LABELS,
    description:
      'Keys of labels or annotations that name who answers for a workload, separated by commas; the first that is there counts, on the workload, else on its namespace. Holds from the next synchronization on.',
    first: () => DEFAULT_OWNER_KEYS.join(','),
    problem: (value) =>
      ownerKeysOf(value).length <= 20 && ownerKeysOf(value).every(isLabelKey)
        ? undefined
        : 'At most 20 label keys, such as owner or example.com/team, separated by commas.',
  },
  {
    name: 'risk.atRiskPriority',
    description: 'An asset is at risk when it has an open risk, not waived, of this priority or above.',
    first: () => 'HIGH',
    options: PRIORITIES,
    problem: (value) =>
      PRIORITIES.some((priority) => priority === value) ? undefined : `One of ${PRIORITIES.join(', ')}.`,
  },
  {
    name: OWN_RANGES,
    description:
      'Public ranges of your own, separated by commas: a port that is reached only from there counts as private. Clusters are analyzed anew.',
    first: () => '',
    problem: problemOfRanges,
  },
  {
    name: BASTION_RANGES,
    description:
      'Public ranges of bastions, separated by commas: a port that is reached only from there counts as restricted. Clusters are analyzed anew.',
    first: () => '',
    problem: problemOfRanges,
  },
  {
    name: CONTROLLERS,
    description:
      'Which pods serve an ingress class, gateway class or router, where that is not seen by itself: CLASS=NAMESPACE/KEY=VALUE, several labels joined by &, separated by commas.',
    first: () => '',
    problem: problemOfControllers,
  },
  {
    name: ENFORCED_CLUSTERS,
    description:
      'Uids of clusters, separated by commas, whose network plug-in enforces network policies although that is not seen.',
    first: () => '',
    problem: problemOfUids,
  },
  {
    name: UNENFORCED_CLUSTERS,
    description:
      'Uids of clusters, separated by commas, whose network plug-in enforces no network policies although it seems so.',
    first: () => '',
    problem: problemOfUids,
  },
  ...POSTURE_SETTINGS.map((one) => ({ ...one, first: () => '' })),
]

/** `onChange` is called with the setting's name after its change is committed. */
export function createSettings(
  database: Database,
  config: Config,
  onChange: (name: string) => void,
): SettingService & { value(name: string): Promise<string> } {
  async function stored(): Promise<Map<string, unknown>> {
    const rows = await database.db.select().from(setting).limit(1_000)
    return new Map(rows.map((row) => [row.name, row.value]))
  }

  function info(definition: SettingDefinition, value: unknown): SettingInfo {
    const { name, description, options, variable } = definition
    if (typeof value === 'string') return { name, description, options, value, origin: 'STORED' }
    const origin = variable !== undefined && config.given.has(variable) ? 'ENVIRONMENT' : 'DEFAULT'
    return { name, description, options, value: definition.first(config), origin }
  }

  return {
    async list() {
      const values = await stored()
      return SETTINGS.map((definition) => info(definition, values.get(definition.name)))
    },

    async value(name) {
      const definition = definitionOf(name)
      const [row] = await database.db.select().from(setting).where(eq(setting.name, name)).limit(1)
      return info(definition, row?.value).value
    },

    async update(name, value, viewer) {
      const definition = definitionOf(name)
      const problem = definition.problem(value)
      if (problem) throw new RequestError('INVALID_VALUE', problem, ['value'])
      await database.transaction(async (tx) => {
        const row = { name, value, updatedAt: new Date(), updatedBy: viewer.actor }
        await tx.insert(setting).values(row).onConflictDoUpdate({ target: setting.name, set: row })
        await recordAudit(tx, viewer, { action: 'updateSetting', target: name, details: { value } })
      })
      onChange(name)
      return info(definition, value)
    },
  }
}

function definitionOf(name: string): SettingDefinition {
  const definition = SETTINGS.find((candidate) => candidate.name === name)
  if (definition) return definition
  throw new RequestError(
    'NOT_FOUND',
    `There is no setting "${name}". There are: ${SETTINGS.map((one) => one.name).join(', ')}.`,
    ['name'],
  )
}
