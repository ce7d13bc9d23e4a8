import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import type { KubernetesObject } from '../src/kubernetes/object.ts'

/** A page of docs/guide, such as `connect`. */
export function guide(page: string): string {
  return readFileSync(new URL(`../../docs/guide/${page}.md`, import.meta.url), 'utf8')
}

/** The objects with which the guide lets Breakwater run in a cluster, in their order. Throws when they are no YAML. */
export function inClusterManifest(): KubernetesObject[] {
  const text = /<!-- in-cluster manifest -->\n```yaml\n([\s\S]*?)\n```/.exec(guide('connect'))?.[1]
  if (text === undefined) throw new Error('The guide has no in-cluster manifest.')
  return parseAllDocuments(text).map((document): KubernetesObject => {
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw problem
    return document.toJS()
  })
}
