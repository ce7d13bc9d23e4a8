import { KINDS, type KindDefinition, objectKind } from '../../src/kubernetes/kinds.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'

/** Objects a page: some kinds have more than one. */
export const PAGE_SIZE = 3

/** From each to the next, of every kind something goes, something changes and something comes. */
export type State = 0 | 1 | 2

const FEW: Readonly<Record<State, readonly number[]>> = { 0: [1, 2], 1: [2, 5], 2: [5, 1] }
const MANY: Readonly<Record<State, readonly number[]>> = { 0: [1, 2, 3, 4], 1: [2, 3, 4, 5], 2: [3, 4, 5, 1] }
const CHANGING = new Set([2, 5])
/** Kinds of which there are more than a page has. */
const MANY_OF = new Set([
  'Namespace',
  'Node',
  'Deployment',
  'ReplicaSet',
  'Pod',
  'Service',
  'ConfigMap',
  'NetworkPolicy',
])
const NAMESPACE = 'shop'

/** The objects of a cluster in one of its states: some of every kind that each cluster serves, the same each time. */
export function objectsOf(state: State, uid: string): KubernetesObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, uid: 'uid-shop' } },
    ...KINDS.filter(({ optional }) => !optional).flatMap((kind) =>
      (MANY_OF.has(kind.kind) ? MANY : FEW)[state].map((number) => objectOf(kind, number, state)),
    ),
  ]
}

function objectOf(kind: KindDefinition, number: number, state: State): KubernetesObject {
  const name = nameOf(objectKind(kind), number)
  const version = kind.versions[0] ?? 'v1'
  return {
    apiVersion: kind.group ? `${kind.group}/${version}` : version,
    kind: objectKind(kind),
    metadata: {
      name,
      ...(kind.namespaced ? { namespace: NAMESPACE } : {}),
      uid: `uid-${name}`,
      labels: {
        app: `app-${number}`,
        'pod-template-hash': HASH,
        ...(CHANGING.has(number) ? { state: `s${state}` } : {}),
      },
      ...ownerOf(objectKind(kind), number),
    },
    ...bodyOf(objectKind(kind), number),
  }
}

const HASH = '5d4f8'

function nameOf(kind: string, number: number): string {
  const app = `app-${number}`
  if (kind === 'Deployment') return app
  if (kind === 'ReplicaSet') return `${app}-${HASH}`
  if (kind === 'Pod') return `${app}-${HASH}-x`
  return `${kind.toLowerCase()}-${number}`
}

function ownerOf(kind: string, number: number): object {
  const owner = OWNERS[kind]
  if (!owner) return {}
  const [apiVersion, ownerKind] = owner
  const name = nameOf(ownerKind, number)
  return { ownerReferences: [{ apiVersion, kind: ownerKind, name, uid: `uid-${name}`, controller: true }] }
}

const OWNERS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  Pod: ['apps/v1', 'ReplicaSet'],
  ReplicaSet: ['apps/v1', 'Deployment'],
}

function bodyOf(kind: string, number: number): object {
  const containers = [{ name: 'main', image: `registry.example/app-${number}:1` }]
  if (kind === 'Pod') {
    const spec = { nodeName: nameOf('Node', number), containers }
    return { spec, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }
  }
  if (kind === 'CronJob') return { spec: { jobTemplate: { spec: { template: { spec: { containers } } } } } }
  const template = { metadata: { labels: { app: `app-${number}` } }, spec: { containers } }
  return { spec: { replicas: 1, template, ports: [{ port: 80 }] }, status: {} }
}
