import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { KubernetesObject } from '../src/kubernetes/object.ts'
import type { PostureSettings } from '../src/posture/settings.ts'

/** A small cluster of which it is known what one rule says of it. */
export interface RuleCase {
  readonly rule: string
  readonly name: string
  readonly expected: 'fail' | 'pass'
  readonly objects: readonly KubernetesObject[]
  /** `Kind namespace/name path` of every failure; any will do where it is left out. */
  readonly at: readonly string[] | undefined
  readonly settings: Partial<PostureSettings>
  readonly minor: number | undefined
}

const OWN = fileURLToPath(new URL('../src/posture/rules/cases/', import.meta.url))
/** Cases of others; see the README beside them. */
const VECTORS = fileURLToPath(new URL('../../../shared/vectors/posture/', import.meta.url))

/** Our own cases: a file for each rule that has some, . */
export function ownCases(): RuleCase[] {
  return readdirSync(OWN).flatMap((file) => {
    const rule = file.replace('.yaml', '').toUpperCase()
    const sides = parse(readFileSync(`${OWN}${file}`, 'utf8')) as Record<'fail' | 'pass', WrittenCase[] | undefined>
    return (['fail', 'pass'] as const).flatMap((expected) =>
      (sides[expected] ?? []).map(({ name, objects, at, settings = {}, minor }) => ({
        rule,
        name,
        expected,
        objects,
        at,
        settings,
        minor,
      })),
    )
  })
}

type WrittenCase = Pick<RuleCase, 'name' | 'objects' | 'at'> & Partial<Pick<RuleCase, 'settings' | 'minor'>>

/** A case of others, with who is at fault. */
export interface VectorCase extends RuleCase {
  /** `name` is null for what has none. */
  readonly failing: readonly { readonly kind: string; readonly name: string | null }[]
}

/** Undefined where they do not stand beside the checkout. */
export function vectorCases(): VectorCase[] | undefined {
  if (!existsSync(VECTORS)) return undefined
  const index = JSON.parse(readFileSync(`${VECTORS}index.json`, 'utf8')) as {
    readonly caseId: string
    readonly ourRuleId: string
    readonly expected: 'fail' | 'pass'
    readonly files: readonly [string]
    readonly failing: VectorCase['failing']
  }[]
  return index.map(({ caseId, ourRuleId, expected, files: [file], failing }) => {
    const { objects, settings } = JSON.parse(readFileSync(`${VECTORS}cases/${file}`, 'utf8')) as WrittenVector
    const at = undefined
    return {
      rule: ourRuleId,
      name: caseId,
      expected,
      objects,
      at,
      settings: settingsOf(settings),
      minor: undefined,
      failing,
    }
  })
}

interface WrittenVector {
  readonly objects: KubernetesObject[]
  /** As the project names them that the case comes from. */
  readonly settings?: { readonly postureControlInputs?: Readonly<Record<string, readonly string[]>> }
}

function settingsOf(settings: WrittenVector['settings']): Partial<PostureSettings> {
  const inputs = settings?.postureControlInputs ?? {}
  return {
    deniedRegistries: inputs['publicRegistries'] ?? [],
    sensitiveNames: inputs['sensitiveKeyNames'] ?? [],
    sensitiveValues: inputs['sensitiveValues'] ?? [],
    mostMemory: inputs['memory_limit_max']?.[0] ?? '',
  }
}
