import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Database } from '@breakwater/drizzle/database.ts'
import { clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { isFields } from '../kubernetes/fields.ts'
import type { ManifestFile, ManifestProblem, Manifests } from '../kubernetes/manifests.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { NO_PROXIES, type ProxySettings } from '../outbound/proxy-settings.ts'
import type { Masker } from '../secrets/mask.ts'
import { type SecretKey, seal, unseal } from '../secrets/seal.ts'
import type { Environment } from './exec-credential.ts'
import { permittedHash } from './exec-permits.ts'
import type { ConnectionOptions } from './kubeconfig-connection.ts'
import { machineKubeconfig } from './kubeconfig-contexts.ts'
import { readManifestsAside } from './manifest-reading.ts'
import { resolveBelow } from './snapshot-folder.ts'
import { maskedManifests } from './snapshot-format.ts'
import { type ClusterSource, SourceError } from './source.ts'
import { inClusterSource, type ServiceAccountPlace } from './source-in-cluster.ts'
import { kubeconfigSource } from './source-kubeconfig.ts'
import { snapshotSource, snapshotSourceFromPath, snapshotSourceFromText } from './source-snapshot.ts'
import { readKnownCredentials } from './sync/known-credentials.ts'

/** How a cluster is read, as it is stored: what is secret in it is sealed. */
export type SourceOrigin =
  | { readonly origin: 'MACHINE'; readonly context: string }
  | { readonly origin: 'IN_CLUSTER' }
  | { readonly origin: 'UPLOADED'; readonly kind: 'KUBECONFIG'; readonly context: string; readonly kubeconfig: string }
  | {
      readonly origin: 'UPLOADED'
      readonly kind: 'SNAPSHOT'
      readonly name: string
      readonly content: SnapshotContent
    }
  | { readonly origin: 'FOLDER'; readonly name: string; readonly path: string }
  | { readonly origin: 'SAMPLE'; readonly day: number }

/** An uploaded snapshot: as it was given, or as it is kept, read and with what looks like a credential masked. */
export type SnapshotContent = { readonly files: readonly ManifestFile[] } | { readonly manifests: Manifests }

export interface SourceSettings {
  readonly database: Database
  readonly key: SecretKey
  readonly masker: Masker
  /** The value of KUBECONFIG. */
  readonly kubeconfig: string | undefined
  /** The process's own, for programs that contexts of the machine's kubeconfig sign in by. */
  readonly environment?: Environment
  /** Proxies of the process's environment; none when absent. */
  readonly proxies?: ProxySettings
  /** Undefined outside of a cluster. */
  readonly serviceAccount?: ServiceAccountPlace | undefined
  readonly snapshotFolder: string | undefined
  readonly allowPrivateAddresses: boolean
  /** Folder with `day-1` and `day-2`. */
  readonly sampleFolder: string
  /** For tests, and for callers in a hurry. */
  readonly connection?: ConnectionOptions
}

/** Opens what clusters are read from: one that is connected, or one that is about to be. */
export interface Sources {
  /** Of a connected cluster. Throws `SourceError` or `SecretError`. */
  ofCluster(uid: string, signal: AbortSignal): Promise<ClusterSource>
  open(origin: SourceOrigin, signal: AbortSignal): Promise<ClusterSource>
  /** The row that keeps `origin` for the cluster `uid`; what was uploaded is sealed for it. Throws `SourceError`. */
  row(uid: string, origin: SourceOrigin, signal: AbortSignal): Promise<SourceRow>
}

export type SourceRow = typeof clusterSource.$inferInsert & { readonly updatedAt: Date }

export const SAMPLE_NAME = 'Sample: online shop'
/** The last day that the sample has. */
export const SAMPLE_DAYS = 2

export function createSources(settings: SourceSettings): Sources {
  const { database, key } = settings
  const options = {
    environment: settings.environment ?? {},
    proxies: settings.proxies ?? NO_PROXIES,
    ...(settings.connection && { connection: settings.connection }),
  }

  async function open(origin: SourceOrigin, signal: AbortSignal): Promise<ClusterSource> {
    switch (origin.origin) {
      case 'MACHINE': {
        const { config } = await machineKubeconfig({ kubeconfig: settings.kubeconfig })
        return kubeconfigSource({
          ...options,
          kubeconfig: config,
          context: origin.context,
          origin: 'machine',
          permitOf: (context) => permittedHash(database.db, context),
          allowPrivateAddresses: true,
        })
      }
      case 'IN_CLUSTER':
        return inClusterSource(settings.serviceAccount, settings.connection)
      case 'UPLOADED':
        if (origin.kind === 'SNAPSHOT') return snapshotOf(origin.name, origin.content, signal)
        return kubeconfigSource({
          ...options,
          kubeconfig: origin.kubeconfig,
          ...(origin.context === '' ? {} : { context: origin.context }),
          origin: 'uploaded',
          allowPrivateAddresses: settings.allowPrivateAddresses,
        })
      case 'FOLDER':
        // Resolved at each reading: a link may have been put there since.
        return snapshotSourceFromPath(origin.name, await resolveBelow(settings.snapshotFolder, origin.path), signal)
      case 'SAMPLE':
        return snapshotSourceFromPath(SAMPLE_NAME, `${settings.sampleFolder}/day-${origin.day}`, signal)
    }
  }

  return {
    open,
    async ofCluster(uid, signal) {
      const [row] = await database.db.select().from(clusterSource).where(eq(clusterSource.cluster, uid)).limit(1)
      if (!row) throw new SourceError('NOT_FOUND', 'This cluster has no source any more.', 'Connect it again.')
      return open(await originOf(row, key), signal)
    },
    async row(uid, origin, signal) {
      const masker = settings.masker.knowing(await readKnownCredentials(database))
      return {
        cluster: uid,
        updatedAt: new Date(),
        origin: origin.origin,
        kind: kindOf(origin),
        reference: referenceOf(origin),
        sealed: await sealUpload(key, uid, await secretOf(origin, masker, signal)),
      }
    },
  }
}

/** What a sealed source is bound to: moved to another cluster's row it does not open. */
function purpose(uid: string): string {
  return `cluster-source ${uid}`
}

export function kindOf(origin: SourceOrigin): ClusterSource['kind'] {
  if (origin.origin === 'UPLOADED') return origin.kind
  if (origin.origin === 'IN_CLUSTER') return 'IN_CLUSTER'
  return origin.origin === 'MACHINE' ? 'KUBECONFIG' : 'SNAPSHOT'
}

function referenceOf(origin: SourceOrigin): string {
  switch (origin.origin) {
    case 'MACHINE':
      return origin.context
    case 'IN_CLUSTER':
      return ''
    case 'UPLOADED':
      return origin.kind === 'KUBECONFIG' ? origin.context : origin.name
    case 'FOLDER':
      return JSON.stringify([origin.name, origin.path])
    case 'SAMPLE':
      return String(origin.day)
  }
}

async function secretOf(origin: SourceOrigin, masker: Masker, signal: AbortSignal): Promise<unknown> {
  if (origin.origin !== 'UPLOADED') return undefined
  if (origin.kind === 'KUBECONFIG') return { kubeconfig: origin.kubeconfig }
  // Masked although it is sealed: who gets hold of the key must not find the secrets of a whole cluster.
  return { manifests: maskedManifests(await manifestsOf(origin.content, signal), masker) }
}

async function snapshotOf(name: string, content: SnapshotContent, signal: AbortSignal): Promise<ClusterSource> {
  return 'manifests' in content
    ? snapshotSource(name, content.manifests)
    : snapshotSourceFromText(name, content.files, signal)
}

async function manifestsOf(content: SnapshotContent, signal: AbortSignal): Promise<Manifests> {
  return 'manifests' in content ? content.manifests : readManifestsAside(content.files, { signal })
}

const folderShape = z.tuple([z.string(), z.string()])
const kubeconfigShape = z.object({ kubeconfig: z.string() })
const objects = z.array(z.custom<KubernetesObject>(isFields))
/** Files are how earlier versions kept it. */
const snapshotShape = z.union([
  z.object({
    manifests: z.object({ objects, lists: objects, problems: z.array(z.custom<ManifestProblem>(isFields)) }),
  }),
  z.object({ files: z.array(z.object({ name: z.string(), text: z.string() })) }),
])

async function originOf(row: typeof clusterSource.$inferSelect, key: SecretKey): Promise<SourceOrigin> {
  const { reference } = row
  switch (row.origin) {
    case 'MACHINE':
      return { origin: 'MACHINE', context: reference }
    case 'IN_CLUSTER':
      return { origin: 'IN_CLUSTER' }
    case 'SAMPLE':
      return { origin: 'SAMPLE', day: Number(reference) }
    case 'FOLDER': {
      const [name, path] = folderShape.parse(JSON.parse(reference))
      return { origin: 'FOLDER', name, path }
    }
    case 'UPLOADED': {
      const secret = await unsealUpload(key, row.cluster, row.sealed)
      return row.kind === 'KUBECONFIG'
        ? { origin: 'UPLOADED', kind: 'KUBECONFIG', context: reference, ...kubeconfigShape.parse(secret) }
        : { origin: 'UPLOADED', kind: 'SNAPSHOT', name: reference, content: snapshotShape.parse(secret) }
    }
  }
}

const compress = promisify(gzip)
const decompress = promisify(gunzip)
/** The texts of a snapshot as JSON, every character escaped in the worst case. */
const MOST_BYTES = 400 * 1024 * 1024

/** Compressed first: a snapshot is up to 64 MiB of text, and shrinks to a tenth. */
async function sealUpload(key: SecretKey, uid: string, secret: unknown): Promise<Buffer | null> {
  if (secret === undefined) return null
  const packed = await compress(JSON.stringify(secret))
  return Buffer.from(seal(key, purpose(uid), packed.toString('base64')))
}

async function unsealUpload(key: SecretKey, uid: string, sealed: Uint8Array | null): Promise<unknown> {
  const packed = unseal(key, purpose(uid), Buffer.from(sealed ?? []).toString())
  const text = await decompress(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_BYTES })
  return JSON.parse(text.toString())
}
