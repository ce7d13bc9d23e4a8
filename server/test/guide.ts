import { readFileSync } from 'node:fs'
import { parse, parseAllDocuments } from 'yaml'
import type { KubernetesObject } from '../src/kubernetes/object.ts'

/** A page of docs/guide, such as `connect`. */
export function guide(page: string): string {
  return readFileSync(new URL(`../../docs/guide/${page}.md`, import.meta.url), 'utf8')
}

/** The objects with which the guide lets Breakwater run in a cluster, in their order. Throws when they are no YAML. */
export function inClusterManifest(): KubernetesObject[] {
  return parseAllDocuments(markedYaml('in-cluster manifest')).map((document): KubernetesObject => {
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw problem
    return document.toJS()
  })
}

/** What the guide adds to the environment of the pod `when`, such as `behind a proxy`. */
export function inClusterEnvironment(when: string): unknown {
  return parse(markedYaml(`in-cluster environment ${when}`))
}

/** The block that follows a comment in the guide's page on connecting. */
function markedYaml(mark: string): string {
  const [, after] = guide('connect').split(`<!-- ${mark} -->\n\`\`\`yaml\n`)
  const text = after?.split('\n```')[0]
  if (text === undefined) throw new Error(`The guide has no ${mark}.`)
  return text
}
