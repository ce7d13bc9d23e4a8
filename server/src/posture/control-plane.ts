import { fieldsOf } from '../kubernetes/fields.ts'
import { type Flags, flagsOfContainer, flagsOfLine, lineOf, wordsOfContainer } from './flags.ts'
import type { Judgement, Rule } from './rule.ts'
import { type Container, type Subject, workloadOf } from './subject.ts'

/** A program of the control plane that runs in a pod. */
export type Component = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'etcd'

/** Kinds that show the command line of a component: its pods, and what Kubescape's host scanner writes down of a node. */
export const COMPONENT_KINDS = ['Pod', 'ControlPlaneInfo'] as const

/** Why a failing component has no patch. */
export const STATIC_POD_PATCH =
  'A static pod is changed in its file on the node; what the API server shows of it is a copy that follows the file.'

/** Why nothing can be said in a cluster that shows no pod of the component. */
export function absenceOf(component: Component): string {
  return `No pod of ${component} is to be seen: a managed control plane does not show its command line.`
}

/** Judges the flags of a component wherever its command line is to be seen. */
export function onComponent(component: Component, judge: (flags: Flags) => Judgement): NonNullable<Rule['objects']> {
  const judgeOf = (subject: Subject): Judgement => {
    const flags = flagsOfComponent(subject, component)
    return flags && judge(flags)
  }
  return Object.fromEntries(COMPONENT_KINDS.map((kind) => [kind, judgeOf]))
}

/** Undefined for an object that does not run the component. */
export function flagsOfComponent(subject: Subject, component: Component): Flags | undefined {
  if (subject.ref.kind === 'ControlPlaneInfo') {
    const place = HOST_SCANNER_PLACES[component]
    const line = place === undefined ? '' : lineOf(subject.object, 'data', place, 'cmdLine')
    return place === undefined || line === '' ? undefined : flagsOfLine(line, ['data', place, 'cmdLine'])
  }
  if (!mayRun(subject, component)) return undefined
  const pod = workloadOf(subject)
  const container = pod?.containers.find((one) => one.list === 'containers' && runs(one, component, pod.containers))
  // etcd alone reads its flags of variables as well.
  return container && flagsOfContainer(container.fields, container.path, component === 'etcd' ? 'ETCD_' : '')

  function runs({ fields, path, name }: Container, wanted: Component, all: readonly Container[]): boolean {
    const words = wordsOfContainer(fields, path)
    const firstFlag = words.findIndex(({ text }) => text.startsWith('--'))
    const programs = firstFlag < 0 ? words : words.slice(0, firstFlag)
    if (programs.some(({ text }) => programOf(text) === wanted)) return true
    // An image with an entry point of its own: the label that kubeadm and its kin set tells what it is.
    return (
      isLabelled(subject, wanted) &&
      (words.length === 0 || words[0]?.text.startsWith('-') === true) &&
      (name === wanted || all.length === 1)
    )
  }
}

/** What every pod of the component has, and hardly another: it is asked of each pod of a cluster, for each rule. */
function mayRun(subject: Subject, component: Component): boolean {
  if (isLabelled(subject, component)) return true
  const containers: unknown = fieldsOf(subject.object['spec'])['containers']
  return Array.isArray(containers) && containers.some((one) => names(one, component))
}

function names(container: unknown, component: Component): boolean {
  const { command, args } = fieldsOf(container)
  return [command, args].some(
    (words) => Array.isArray(words) && words.some((word) => typeof word === 'string' && word.includes(component)),
  )
}

function isLabelled({ labels }: Subject, component: Component): boolean {
  return labels['component'] === component && labels['tier'] === 'control-plane'
}

const HOST_SCANNER_PLACES: Partial<Record<Component, string>> = {
  'kube-apiserver': 'APIServerInfo',
  'kube-controller-manager': 'controllerManagerInfo',
  'kube-scheduler': 'schedulerInfo',
}

/** The name of a program: the last part of its path. */
function programOf(word: string): string {
  return word.startsWith('-') ? '' : word.slice(word.lastIndexOf('/') + 1)
}
