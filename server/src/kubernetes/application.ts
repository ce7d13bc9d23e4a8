import type { Labels } from './object.ts'

/**
 * The labels that name the application of a workload, the first that is there counts. `instance` comes before `name`: two
 * installations of one chart are two applications. `part-of` is left out, for it names what several applications make up together.
 * Sources: Kubernetes, "Recommended Labels"; `k8s-app` is the add-ons' own, `app` what most people write.
 */
const APPLICATION_LABELS = ['app.kubernetes.io/instance', 'app.kubernetes.io/name', 'app', 'k8s-app']

/**
 * The application that a workload belongs to, by its own labels, else by those of its pods; a workload without any of the usual
 * labels is an application by itself, under its own name.
 */
export function applicationOf(name: string, own: Readonly<Labels>, ofPods: Readonly<Labels> = {}): string {
  for (const labels of [own, ofPods]) {
    for (const key of APPLICATION_LABELS) if (labels[key]) return labels[key]
  }
  return name
}
