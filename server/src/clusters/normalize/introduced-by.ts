import { type Fields, fieldsOf, listOf, momentOf, textOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Masker } from '../../secrets/mask.ts'

const MOST_CHARACTERS = 200

/**
 * Who brought an object into its cluster, in words such as `Helm release shop` or `kubectl`; empty when it does not say. Tools that
 * track what they made come first, for their marks name the release or application; then who wrote the object first. A cause that
 * was noted follows. Without control characters, and credentials masked: anyone who may write the object may write all of this.
 */
export function introducedBy(object: KubernetesObject, masker: Masker): string {
  const metadata = fieldsOf(object.metadata)
  const labels = fieldsOf(metadata['labels'])
  const annotations = fieldsOf(metadata['annotations'])
  const who = byArgoCd(labels, annotations) || byFlux(labels) || byHelm(labels, annotations) || byFirstWriter(metadata)
  const tool = who || nameIn(labels['app.kubernetes.io/managed-by']) || byKubectl(annotations)
  const cause = nameIn(annotations['kubernetes.io/change-cause'])
  const words = [tool, cause].filter((part) => part !== '').join(': ')
  return masker.text(words).slice(0, MOST_CHARACTERS).toWellFormed()
}

/** Source: Argo CD, "Resource Tracking": `<application>:<group>/<kind>:<namespace>/<name>`. */
function byArgoCd(labels: Fields, annotations: Fields): string {
  const tracked = nameIn(annotations['argocd.argoproj.io/tracking-id']).split(':')[0] ?? ''
  const application = tracked || nameIn(labels['argocd.argoproj.io/instance'])
  return application && `Argo CD application ${application}`
}

/** Source: Flux, the labels that kustomize-controller and helm-controller set. */
function byFlux(labels: Fields): string {
  const kustomization = named(labels, 'kustomize.toolkit.fluxcd.io')
  if (kustomization) return `Flux kustomization ${kustomization}`
  const release = named(labels, 'helm.toolkit.fluxcd.io')
  return release && `Flux Helm release ${release}`
}

function named(labels: Fields, prefix: string): string {
  const name = nameIn(labels[`${prefix}/name`])
  const namespace = nameIn(labels[`${prefix}/namespace`])
  return name && namespace ? `${namespace}/${name}` : name
}

/** Source: Helm, "Labels and Annotations", and the ownership metadata that it sets on what it installs. */
function byHelm(labels: Fields, annotations: Fields): string {
  const isHelms = nameIn(labels['app.kubernetes.io/managed-by']) === 'Helm'
  const release =
    nameIn(annotations['meta.helm.sh/release-name']) || (isHelms ? nameIn(labels['app.kubernetes.io/instance']) : '')
  if (release) return `Helm release ${release}`
  return isHelms ? 'Helm' : ''
}

/** The manager of the oldest managed fields; those of subresources, such as `status`, are written by others later. */
function byFirstWriter(metadata: Fields): string {
  const [first] = listOf(metadata['managedFields'])
    .filter((entry) => !entry['subresource'])
    .map((entry) => ({ manager: nameIn(entry['manager']), at: momentOf(entry['time'])?.getTime() ?? Number.MAX_VALUE }))
    .filter(({ manager }) => manager !== '')
    .sort((a, b) => a.at - b.at)
  const manager = first?.manager ?? ''
  // kubectl bears the name of the subcommand, such as `kubectl-client-side-apply`.
  return /^kubectl(?:-|$)/.test(manager) ? 'kubectl' : manager
}

function byKubectl(annotations: Fields): string {
  return annotations['kubectl.kubernetes.io/last-applied-configuration'] === undefined ? '' : 'kubectl'
}

/** A text on one line; empty for anything else. */
function nameIn(value: unknown): string {
  return textOf(value, MOST_CHARACTERS)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
}
