import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { groupVersion, resourceOf, storedVersion } from '../api-server/resources.ts'
import type { Question } from '../api-server/transcript.ts'

/** What is asked of a real server, and what is done to it meanwhile. */
export interface Scenario {
  /** Names the transcript's file, and the namespace that the scenario has to itself. */
  readonly name: string
  readonly about: string
  readonly objects: readonly KubernetesObject[]
  readonly steps: readonly Step[]
}

export interface Step extends Question {
  readonly before?: readonly Operation[]
  readonly during?: readonly Operation[]
}

export type Operation =
  | { readonly create: KubernetesObject }
  | { readonly patch: KubernetesObject; readonly by: object }
  | { readonly remove: KubernetesObject }
  | { readonly forget: 'lists' | 'watches' }

/** Where objects of this kind are created. */
export function collectionPath(object: KubernetesObject): string {
  const resource = resourceOf(object)
  const base = resource.group ? `/apis/${groupVersion(resource, storedVersion(resource))}` : '/api/v1'
  const namespace = object.metadata?.namespace
  return `${base}${namespace ? `/namespaces/${namespace}` : ''}/${resource.plural}`
}

/** Where an object is. */
export function objectPath(object: KubernetesObject): string {
  return `${collectionPath(object)}/${object.metadata?.name}`
}

export function namespaceOf(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

export function configMap(namespace: string, name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { color: 'blue' } }
}

/** A pod that no node runs, and the service account without which none is let in. */
export function podWithAccount(namespace: string, name: string): KubernetesObject[] {
  const containers = [{ name: 'main', image: 'registry.example/app:1.0' }]
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: { containers } },
  ]
}

/** A kind of two versions that only the scenarios know. */
export const WIDGETS = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.breakwater.example' },
  spec: {
    group: 'breakwater.example',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
    scope: 'Namespaced',
    versions: ['v1', 'v1beta1'].map((name) => ({
      name,
      served: true,
      storage: name === 'v1',
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
        },
      },
    })),
  },
}

export function widget(namespace: string, name: string, version = 'v1'): KubernetesObject {
  return {
    apiVersion: `breakwater.example/${version}`,
    kind: 'Widget',
    metadata: { name, namespace },
    spec: { size: 3 },
  }
}
