import type { KnownCredentials } from '../secrets/known-credentials.ts'

/** What an installation says about its own clusters. */
export interface PostureSettings extends KnownCredentials {
  /** Registries, or registries with the beginning of a repository, from which images may come; all may when it is empty. */
  readonly allowedRegistries: readonly string[]
  /** Registries from which no image may come. */
  readonly deniedRegistries: readonly string[]
  /** Images, as they begin, that need no digest. */
  readonly imagesWithoutDigest: readonly string[]
  /** Keys of labels that mark what is in kube-system as a part of the system, besides those that are known. */
  readonly systemLabels: readonly string[]
  /** The most memory that a container may be allowed, such as `4Gi`; empty for any. */
  readonly mostMemory: string
  /** The most processor time that a container may be allowed, such as `2`; empty for any. */
  readonly mostCpu: string
}

export const DEFAULT_POSTURE_SETTINGS: PostureSettings = {
  allowedRegistries: [],
  deniedRegistries: [],
  sensitiveNames: [],
  sensitiveValues: [],
  imagesWithoutDigest: [],
  systemLabels: [],
  mostMemory: '',
  mostCpu: '',
}
