import type { AnalysisSettings, ControllerSetting } from './model.ts'
import { sourcesOf } from './sources.ts'

/** Names of the settings that decide how exposures are judged. */
export const OWN_RANGES = 'exposure.ownRanges'
export const BASTION_RANGES = 'exposure.bastionRanges'
export const CONTROLLERS = 'exposure.controllers'
export const UNENFORCED_CLUSTERS = 'exposure.policiesNotEnforced'
export const ENFORCED_CLUSTERS = 'exposure.policiesEnforced'

/** How a cluster's exposures are judged, from the values of these settings. A value that does not fit says nothing. */
export async function analysisSettingsOf(
  uid: string,
  read: (name: string) => Promise<string>,
): Promise<AnalysisSettings> {
  const isNamedIn = async (name: string) => partsOf(await read(name)).includes(uid)
  const isSet = async () => {
    if (await isNamedIn(UNENFORCED_CLUSTERS)) return 'notEnforced'
    return (await isNamedIn(ENFORCED_CLUSTERS)) ? 'enforced' : 'detect'
  }
  return {
    ownRanges: partsOf(await read(OWN_RANGES)),
    bastionRanges: partsOf(await read(BASTION_RANGES)),
    controllers: controllersOf(await read(CONTROLLERS)) ?? {},
    enforcement: await isSet(),
  }
}

/** What is wrong with ranges in CIDR notation, separated by commas; undefined when nothing is. */
export function problemOfRanges(value: string): string | undefined {
  const parts = partsOf(value)
  return parts.length <= MOST_PARTS && parts.every((part) => sourcesOf(part) !== undefined)
    ? undefined
    : `At most ${MOST_PARTS} ranges in CIDR notation, such as 203.0.113.0/24, separated by commas; none when empty.`
}

/** What is wrong with controllers as they are stored; undefined when nothing is. */
export function problemOfControllers(value: string): string | undefined {
  return controllersOf(value)
    ? undefined
    : 'Ingress, gateway or router classes with the pods that serve them, such as nginx=ingress-nginx/app=nginx&tier=edge, separated by commas; none when empty.'
}

/** What is wrong with uids, separated by commas; undefined when nothing is. */
export function problemOfUids(value: string): string | undefined {
  const parts = partsOf(value)
  return parts.length <= MOST_PARTS && parts.every((part) => /^[\w-]{1,63}$/.test(part))
    ? undefined
    : `At most ${MOST_PARTS} uids of clusters, separated by commas; none when empty.`
}

const MOST_PARTS = 200

function partsOf(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** `CLASS=NAMESPACE/KEY=VALUE&KEY=VALUE`, separated by commas. */
function controllersOf(value: string): Record<string, ControllerSetting> | undefined {
  const parts = partsOf(value)
  if (parts.length > MOST_PARTS) return undefined
  const controllers: Record<string, ControllerSetting> = {}
  for (const part of parts) {
    const match = /^(?<name>[\w.-]+)=(?<namespace>[a-z0-9-]{1,63})\/(?<labels>.+)$/.exec(part)?.groups
    if (!match) return undefined
    const { name = '', namespace = '', labels = '' } = match
    const pairs = labels.split('&').map((pair) => /^([\w./-]+)=([\w.-]*)$/.exec(pair))
    if (pairs.some((pair) => pair === null)) return undefined
    controllers[name] = { namespace, labels: Object.fromEntries(pairs.map((pair) => [pair?.[1], pair?.[2]])) }
  }
  return controllers
}
