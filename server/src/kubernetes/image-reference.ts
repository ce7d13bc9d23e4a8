/** An image reference, taken apart. */
export interface ImageReference {
  /** Such as `docker.io` or `registry.example:5000`. */
  readonly registry: string
  /** Without the registry, such as `library/nginx`. */
  readonly repository: string
  /** Empty when the reference has none and no digest either: the runtime then takes `latest`. */
  readonly tag: string
  /** `sha256:…`; empty when the reference has none. */
  readonly digest: string
}

/**
 * Takes a reference apart as container runtimes do: a first part with a dot or a colon, or `localhost`, is the registry;
 * without one it is docker.io, where a single name stands below `library/`. `undefined` for what is no reference.
 * Source: distribution/reference, normalize.go.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const match = REFERENCE.exec(text)
  if (!match || text.length > 512) return undefined
  const [, name = '', tag = '', digest = ''] = match
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const hasRegistry = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase()
  const registry = hasRegistry ? first : 'docker.io'
  const path = hasRegistry ? name.slice(slash + 1) : name
  if (!PATH.test(path)) return undefined
  const official = registry === 'docker.io' || registry === 'index.docker.io'
  return {
    registry: official ? 'docker.io' : registry,
    repository: official && !path.includes('/') ? `library/${path}` : path,
    tag,
    digest,
  }
}

const REFERENCE = /^([A-Za-z0-9.[][\w.:[\]/-]*?)(?::([\w][\w.-]{0,127}))?(?:@([a-z0-9+._-]+:[0-9a-fA-F]{32,128}))?$/
const PATH = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/

/**
 * The digest within the `imageID` of a container's status: `docker-pullable://…@sha256:…`, `…@sha256:…`. A bare `sha256:…` is the
 * id of the configuration on some runtimes and not of the manifest, so it gives none. Empty when there is none.
 */
export function digestOfImageId(imageId: string): string {
  return /@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.exec(imageId)?.[1] ?? ''
}
