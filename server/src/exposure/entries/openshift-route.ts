import { type Fields, fieldsOf, listOf, textOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Cluster } from '../cluster.ts'
import { type Controller, NOBODY, podsBehind, podsOfSetting } from '../controllers.ts'
import { rangesOf } from '../front.ts'
import { limitedTo, UNKNOWN_PLACE } from '../heard.ts'
import { podsLabeled } from '../live/pod-indexes.ts'
import type { Tls } from '../model.ts'
import type { EntryPath, Front } from '../paths.ts'
import { labelsOf, refOf } from '../pods.ts'
import { type ProxyFront, proxyFront } from '../proxy-front.ts'
import { missing, note, type Remark } from '../remarks.ts'
import { type Backend, serviceBackends } from './backends.ts'
import type { EntryFinder, Reached } from './entry-kind.ts'

const RANGES = 'haproxy.router.openshift.io/ip_whitelist'
const RANGES_NEWER = 'haproxy.router.openshift.io/ip_allowlist'
const ROUTER_LABEL = 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller'

/** Routes of OpenShift, at the routers that admitted them. */
export const openshiftRoute: EntryFinder = {
  kind: 'Route',
  names: (cluster) => cluster.objects('Route').keys(),
  pathsAt(cluster, reached, name) {
    const object = cluster.objects('Route').get(name)
    return object ? pathsOf(cluster, reached, object) : []
  },
}

function pathsOf(cluster: Cluster, reached: Reached, object: KubernetesObject): EntryPath[] {
  const ref = refOf(object, 'Route')
  const spec = fieldsOf(object['spec'])
  const path = textOf(spec['path'])
  const tls = tlsOf(spec['tls'])
  return admissionsOf(object).flatMap((admission) => {
    const { front, via } = frontOf(cluster, reached, object, admission)
    const host = admission.host || textOf(spec['host'], 253)
    return backendsOf(cluster, ref.namespace, spec).map(({ isSent, ...backend }) => ({
      entry: { kind: 'Route' as const, object: ref, port: tls === 'none' ? 80 : 443, host, path, tls },
      key: [admission.router, host, path],
      front: isSent && admission.isAdmitted !== false ? front : { ...front, heard: [], remarks: [] },
      via,
      hops: [{ kind: 'route' as const, object: ref, label: `${host || '*'}${path}`, evidence: [], policies: [] }],
      ...backend,
      remarks: [...admission.remarks, ...backend.remarks],
    }))
  })
}

interface Admission {
  readonly router: string
  readonly host: string
  readonly isAdmitted: boolean | undefined
  readonly remarks: readonly Remark[]
}

function admissionsOf(object: KubernetesObject): Admission[] {
  const told = listOf(fieldsOf(object['status'])['ingress']).map((entry): Admission => {
    const status = listOf(entry['conditions']).find(({ type }) => type === 'Admitted')?.['status']
    const isAdmitted = status === 'True' ? true : status === 'False' ? false : undefined
    const remarks =
      isAdmitted === false
        ? [note('routeNotAdmitted', 'The router does not admit the route.')]
        : isAdmitted === undefined
          ? [missing('routeStatusMissing', 'The router does not say whether it admits the route.')]
          : []
    return { router: textOf(entry['routerName'], 253), host: textOf(entry['host'], 253), isAdmitted, remarks }
  })
  if (told.length > 0) return told
  const remark = missing('routeStatusMissing', 'No router says whether it admits the route.')
  return [{ router: '', host: '', isAdmitted: undefined, remarks: [remark] }]
}

/** Of a router that is not known nothing more than `possible` is said. */
function frontOf(cluster: Cluster, reached: Reached, object: KubernetesObject, { router }: Admission): ProxyFront {
  const annotations = labelsOf(fieldsOf(object.metadata)['annotations'])
  const name = annotations[RANGES_NEWER] === undefined ? RANGES : RANGES_NEWER
  const letIn = rangesOf((annotations[name] ?? '').split(/\s+/), name)
  const controller = routerPods(cluster, router)
  const exposures = reached.exposuresOf(controller.pods)
  if (controller.pods.length > 0 && exposures.length > 0)
    return proxyFront(controller, exposures, [], undefined, letIn, [80, 443])
  const front: Front = {
    heard: limitedTo([UNKNOWN_PLACE], letIn.sources),
    addresses: [],
    remarks: [...letIn.remarks, missing('routerUnknown', 'Where the router is published is not known.')],
    evidence: controller.evidence,
    policies: [],
  }
  return { front, via: controller.pods.length > 0 ? { kind: 'pods', pods: controller.pods } : { kind: 'unknown' } }
}

/** Source: OpenShift's ingress operator: the router of an ingress controller is `router-NAME` in `openshift-ingress`. */
function routerPods(cluster: Cluster, router: string): Controller {
  if (router === '') return NOBODY
  const bySetting = podsOfSetting(cluster, router)
  if (bySetting) return bySetting
  const service = cluster.services.get(`openshift-ingress/router-${router}`)
  const behind = service ? podsBehind(cluster, service) : []
  const pods = behind.length > 0 ? behind : podsLabeled(cluster.pods, 'openshift-ingress', { [ROUTER_LABEL]: router })
  return pods.length === 0 ? NOBODY : { pods, remarks: [], evidence: [`pods of the router ${router}`] }
}

function backendsOf(cluster: Cluster, namespace: string, spec: Fields): (Backend & { readonly isSent: boolean })[] {
  const wanted = fieldsOf(spec['port'])['targetPort']
  return [fieldsOf(spec['to']), ...listOf(spec['alternateBackends'])].flatMap((target) => {
    const name = textOf(target['name'], 253)
    const isSent = wholeOf(target['weight'], 0) !== 0
    const remarks = isSent ? [] : [note('weightZero', 'The weight of the backend is 0.')]
    return serviceBackends(
      cluster,
      namespace,
      name,
      ({ name: port, targetPort, protocol }) =>
        protocol === 'TCP' && (wanted === undefined || port === wanted || targetPort === wanted),
      undefined,
    ).map((backend) => ({ ...backend, isSent, remarks: [...backend.remarks, ...remarks] }))
  })
}

function tlsOf(tls: unknown): Tls {
  const termination = fieldsOf(tls)['termination']
  if (termination === 'passthrough') return 'passthrough'
  return termination === 'edge' || termination === 'reencrypt' ? 'terminated' : 'none'
}
