import { fieldsOf } from '../kubernetes/fields.ts'
import { keyOf, type ObjectRef } from '../kubernetes/object.ts'
import type { ClusterView } from './cluster-view.ts'
import type { Pod, Protocol } from './model.ts'
import { refOf } from './pods.ts'

export interface ReachabilityQuestion {
  /** A Pod or a workload; `outside` for who is not in the cluster. */
  readonly from: ObjectRef | 'outside'
  /** A Pod, a workload or a Service. */
  readonly to: ObjectRef
  readonly protocol: Protocol
  /** By number or name: a service's own port of a Service, else one of the pods. */
  readonly port: number | string
}

/** Why a question about reachability has no answer. */
export class ReachabilityError extends Error {
  readonly code: 'UNKNOWN_OBJECT' | 'NO_PODS' | 'UNKNOWN_PORT' | 'UNSUPPORTED_KIND'
  readonly advice: string
  constructor(code: ReachabilityError['code'], message: string, advice: string) {
    super(message)
    this.code = code
    this.advice = advice
  }
}

/** A port of a pod. */
export interface Target {
  readonly pod: Pod
  readonly port: number
}

export interface Targets {
  /** At least one. */
  readonly targets: readonly Target[]
  readonly doubts: readonly string[]
}

/** The pods that a question is about, with the numbers that its port has at each of them. */
export function targetsOf(view: ClusterView, question: ReachabilityQuestion): Targets {
  return question.to.kind === 'Service' ? targetsOfService(view, question) : targetsOfPods(view, question)
}

/** The pods of a Pod or a workload. Throws a `ReachabilityError` when there are none. */
export function sourcePods(view: ClusterView, ref: ObjectRef): readonly Pod[] {
  if (ref.kind === 'Service')
    throw new ReachabilityError(
      'UNSUPPORTED_KIND',
      `Service ${textOf(ref)} connects to nothing by itself.`,
      'Ask about one of its pods, or about their workload.',
    )
  return podsOfRef(view, ref)
}

function podsOfRef(view: ClusterView, ref: ObjectRef): readonly Pod[] {
  const pods =
    ref.kind === 'Pod'
      ? view.pods.filter(
          ({ isTemplate, namespace, name }) => !isTemplate && namespace === ref.namespace && name === ref.name,
        )
      : view.pods.filter(({ workload }) => keyOf(workload) === keyOf(ref))
  if (pods.length > 0) return pods
  if (!view.of(ref.kind).some((object) => keyOf(refOf(object, ref.kind)) === keyOf(ref))) throw unknown(ref)
  throw new ReachabilityError(
    'NO_PODS',
    `${ref.kind} ${textOf(ref)} has no pods of its own that run.`,
    'Ask about the workload that owns it, or when it runs again.',
  )
}

function targetsOfPods(view: ClusterView, { to, protocol, port }: ReachabilityQuestion): Targets {
  const pods = podsOfRef(view, to)
  if (typeof port === 'number') return { targets: pods.map((pod) => ({ pod, port })), doubts: [] }
  const targets = pods.flatMap((pod) =>
    pod.ports.filter((one) => one.name === port && one.protocol === protocol).map((one) => ({ pod, port: one.port })),
  )
  if (targets.length === 0) throw unknownPort(to, port, protocol)
  const without = pods.length - new Set(targets.map(({ pod }) => pod)).size
  return { targets, doubts: without === 0 ? [] : [`${without} of ${pods.length} pods call no port ${port}.`] }
}

function targetsOfService(view: ClusterView, { to, protocol, port }: ReachabilityQuestion): Targets {
  const service = view.services.find(({ ref }) => keyOf(ref) === keyOf(to))
  if (!service) throw unknown(to)
  if (service.type === 'ExternalName')
    throw new ReachabilityError(
      'NO_PODS',
      `Service ${textOf(to)} stands for a name outside of the cluster.`,
      'No policy of pods decides who reaches it.',
    )
  const own = service.ports.find((one) => one.protocol === protocol && (one.port === port || one.name === port))
  if (!own) throw unknownPort(to, port, protocol)
  const { endpoints } = view.endpointsOf(service, own)
  if (endpoints.length === 0)
    throw new ReachabilityError(
      'NO_PODS',
      `Service ${textOf(to)} leads to no pods at port ${port}.`,
      'Look at its selector and its target port.',
    )
  const isServed = endpoints.some(({ ready }) => ready === 'ready')
  return {
    targets: endpoints.map((endpoint) => ({ pod: endpoint.pod, port: endpoint.port })),
    doubts: [
      ...(isServed ? [] : ['No pod of the service is known to be ready.']),
      ...(isHeadless(view, to) ? ['The service is headless: its clients reach the pods at their own port.'] : []),
    ],
  }
}

function isHeadless(view: ClusterView, ref: ObjectRef): boolean {
  const object = view.of('Service').find((one) => keyOf(refOf(one, 'Service')) === keyOf(ref))
  return fieldsOf(object?.['spec'])['clusterIP'] === 'None'
}

function unknown(ref: ObjectRef): ReachabilityError {
  return new ReachabilityError(
    'UNKNOWN_OBJECT',
    `There is no ${ref.kind} ${textOf(ref)}.`,
    'Look at kind, namespace and name.',
  )
}

function unknownPort(ref: ObjectRef, port: number | string, protocol: Protocol): ReachabilityError {
  const advice =
    ref.kind === 'Service' ? 'Give a port of the service, by number or name.' : 'Give the number of the port.'
  return new ReachabilityError('UNKNOWN_PORT', `${ref.kind} ${textOf(ref)} has no port ${port}/${protocol}.`, advice)
}

function textOf({ namespace, name }: ObjectRef): string {
  return namespace === '' ? name : `${namespace}/${name}`
}
