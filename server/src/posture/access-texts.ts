import type { AccessSubject } from '../kubernetes/access/access-subject.ts'

const MOST = 3

/** As a sentence begins: `Service account app/robot`. */
export function subjectText({ kind, namespace, name }: AccessSubject): string {
  return kind === 'ServiceAccount' ? `Service account ${namespace}/${name}` : `${kind} ${name}`
}

/** Where rights hold; an empty namespace is all of the cluster. */
export function whereText(namespaces: readonly string[]): string {
  return namespaces.includes('') ? 'in all of the cluster' : `in namespace ${listText(namespaces)}`
}

/** The first few, and how many there are besides. */
export function listText(values: readonly string[]): string {
  const all = [...new Set(values)].sort()
  const told = all.slice(0, MOST).map((value) => (value.length > 80 ? `${value.slice(0, 80)}…` : value))
  return `${told.join(', ')}${all.length > MOST ? ` and ${all.length - MOST} more` : ''}`
}
