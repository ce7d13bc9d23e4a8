import { textOf } from '../kubernetes/fields.ts'
import { type ImageReference, parseImageReference } from '../kubernetes/image-reference.ts'
import type { Path } from './path.ts'
import type { Container, Workload } from './subject.ts'

/** The image that a container names. */
export interface NamedImage {
  readonly container: Container
  readonly path: Path
  /** As it is written. */
  readonly image: string
  /** Undefined for what is no reference. */
  readonly reference: ImageReference | undefined
}

const NAMED = new WeakMap<Workload, readonly NamedImage[]>()

/** Of all containers that name one. Read once: many rules ask for them. */
export function imagesOf(workload: Workload): readonly NamedImage[] {
  const known = NAMED.get(workload) ?? readImages(workload)
  NAMED.set(workload, known)
  return known
}

function readImages({ containers }: Workload): NamedImage[] {
  return containers.flatMap((container) => {
    const image = textOf(container.fields['image'])
    return image === ''
      ? []
      : [{ container, path: [...container.path, 'image'], image, reference: parseImageReference(image) }]
  })
}

/** An image as texts show it. */
export function shownImage(image: string): string {
  return image.length > 200 ? `${image.slice(0, 200)}…` : image
}

/** Whether the runtime takes `latest`, or what is now called so: the tag says it or is missing, and no digest says otherwise. */
export function isLatest({ image, reference }: NamedImage): boolean {
  if (!reference || image.includes('@')) return false
  return reference.tag === '' || reference.tag === 'latest'
}

/**
 * Whether the reference ends with a digest.
 * Source: OCI Image Format Specification, Descriptors, Digests: the encoded part of sha256 and sha512 is 64 and 128 lower-case hexadecimal
 * digits; of algorithms that are not registered only the characters are known, and what is short is no digest.
 */
export function hasDigest(image: string): boolean {
  const match = /@([a-z0-9]{1,32}(?:[+._-][a-z0-9]{1,32}){0,8}):([A-Za-z0-9=_-]{32,512})$/.exec(image)
  if (!match) return false
  const [, algorithm = '', encoded = ''] = match
  const digits = DIGEST_DIGITS[algorithm]
  return digits === undefined || (encoded.length === digits && /^[0-9a-f]+$/.test(encoded))
}

const DIGEST_DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 }

/** Whether the image stands below `place`, a registry or one with the beginning of a repository: `ghcr.io/acme` holds `ghcr.io/acme/app:1`. */
export function isBelow({ registry, repository }: ImageReference, place: string): boolean {
  const [host = '', ...parts] = place.trim().replace(/\/+$/, '').split('/')
  if (host === '' || hostOf(host) !== hostOf(registry)) return false
  const prefix = parts.join('/')
  return prefix === '' || repository === prefix || repository.startsWith(`${prefix}/`)
}

/** Docker Hub has several names. Source: distribution/reference, normalize.go. */
function hostOf(registry: string): string {
  const host = registry.toLowerCase()
  return host === 'index.docker.io' ? 'docker.io' : host
}
