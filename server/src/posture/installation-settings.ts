import { isLabelKey } from '../kubernetes/label-key.ts'
import { parseQuantity } from '../kubernetes/quantity.ts'
import {
  problemOfNames,
  problemOfValues,
  SENSITIVE_NAMES,
  SENSITIVE_VALUES,
  sensitiveNamesOf,
  sensitiveValuesOf,
} from '../secrets/known-credentials.ts'
import type { PostureSettings } from './settings.ts'

/** A setting that decides how configuration is judged. Nothing is set when its value is empty. */
export interface PostureSetting {
  readonly name: string
  readonly description: string
  /** What is wrong with a value, in words; undefined when it fits. */
  problem(value: string): string | undefined
}

const ALLOWED_REGISTRIES = 'configuration.allowedRegistries'
const DENIED_REGISTRIES = 'configuration.deniedRegistries'
const IMAGES_WITHOUT_DIGEST = 'configuration.imagesWithoutDigest'
const SYSTEM_LABELS = 'configuration.systemLabels'
const MOST_MEMORY = 'configuration.mostMemory'
const MOST_CPU = 'configuration.mostCpu'

const ANEW = 'Clusters are judged anew.'

export const POSTURE_SETTINGS: readonly PostureSetting[] = [
  {
    name: ALLOWED_REGISTRIES,
    description: `Registries, or registries with the beginning of a repository, from which images may come, separated by commas, such as registry.example.com,ghcr.io/acme; all may when it is empty (KC-036). ${ANEW}`,
    problem: problemOfRegistries,
  },
  {
    name: DENIED_REGISTRIES,
    description: `Registries, or registries with the beginning of a repository, from which no image may come, separated by commas (KC-036). ${ANEW}`,
    problem: problemOfRegistries,
  },
  {
    name: IMAGES_WITHOUT_DIGEST,
    description: `Images, as they begin, that need no digest, separated by commas, such as registry.example.com/base/ (KC-034). ${ANEW}`,
    problem: problemOfImages,
  },
  {
    name: SYSTEM_LABELS,
    description: `Keys of labels that mark a workload in kube-system as a part of the system, besides those that are known, separated by commas, such as example.com/platform (KC-048). ${ANEW}`,
    problem: problemOfLabels,
  },
  {
    name: SENSITIVE_NAMES,
    description: `Names of variables and keys that hold credentials, besides those that are known, separated by commas: batch_key stands for AZURE_BATCH_KEY, too (KC-042, KC-044). What they hold is masked, and found in ConfigMaps, from the next synchronization on.`,
    problem: problemOfNames,
  },
  {
    name: SENSITIVE_VALUES,
    description: `Regular expressions of values that are credentials, besides those that are known, separated by spaces, such as acme_[0-9a-f]{32} (KC-042, KC-044). What they match is masked, and found in ConfigMaps, from the next synchronization on.`,
    problem: problemOfValues,
  },
  {
    name: MOST_MEMORY,
    description: `The most memory that a container may be allowed, such as 4Gi; any when it is empty (KC-030). ${ANEW}`,
    problem: problemOfQuantity,
  },
  {
    name: MOST_CPU,
    description: `The most processor time that a container may be allowed, such as 2 or 500m; any when it is empty (KC-031). ${ANEW}`,
    problem: problemOfQuantity,
  },
]

/** How clusters are judged, from the values of these settings. A value that does not fit says nothing. */
export async function postureSettingsOf(read: (name: string) => Promise<string>): Promise<PostureSettings> {
  const fitting = async (name: string, problem: (value: string) => string | undefined) => {
    const value = (await read(name)).trim()
    return problem(value) ? '' : value
  }
  return {
    allowedRegistries: partsOf(await fitting(ALLOWED_REGISTRIES, problemOfRegistries)),
    deniedRegistries: partsOf(await fitting(DENIED_REGISTRIES, problemOfRegistries)),
    imagesWithoutDigest: partsOf(await fitting(IMAGES_WITHOUT_DIGEST, problemOfImages)),
    systemLabels: partsOf(await fitting(SYSTEM_LABELS, problemOfLabels)),
    sensitiveNames: sensitiveNamesOf(await read(SENSITIVE_NAMES)),
    sensitiveValues: sensitiveValuesOf(await read(SENSITIVE_VALUES)),
    mostMemory: await fitting(MOST_MEMORY, problemOfQuantity),
    mostCpu: await fitting(MOST_CPU, problemOfQuantity),
  }
}

const MOST_PARTS = 200
const HOST = '[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(?::\\d{1,5})?'
const REGISTRY = new RegExp(`^${HOST}(?:/[a-z0-9._-]{1,128}){0,16}/?$`)
/** `nginx` and `nginx:1.27` are images, and no registries. */
const IMAGE = /^[A-Za-z0-9][\w.:/@-]{0,254}$/

function problemOfRegistries(value: string): string | undefined {
  const parts = partsOf(value)
  return parts.length <= MOST_PARTS && parts.every((part) => REGISTRY.test(part))
    ? undefined
    : `At most ${MOST_PARTS} registries, such as registry.example.com:5000 or ghcr.io/acme, without https://, separated by commas; none when empty.`
}

function problemOfImages(value: string): string | undefined {
  const parts = partsOf(value)
  return parts.length <= MOST_PARTS && parts.every((part) => IMAGE.test(part))
    ? undefined
    : `At most ${MOST_PARTS} beginnings of images, such as registry.example.com/base/, separated by commas; none when empty.`
}

function problemOfLabels(value: string): string | undefined {
  const parts = partsOf(value)
  return parts.length <= MOST_PARTS && parts.every(isLabelKey)
    ? undefined
    : `At most ${MOST_PARTS} keys of labels, such as example.com/platform, separated by commas; none when empty.`
}

function problemOfQuantity(value: string): string | undefined {
  const text = value.trim()
  return text === '' || (parseQuantity(text) ?? 0) > 0
    ? undefined
    : 'A quantity above 0 as Kubernetes writes them, such as 4Gi, 2 or 500m; none when empty.'
}

function partsOf(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
