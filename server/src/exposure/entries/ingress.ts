import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts'
import type { Cluster } from '../cluster.ts'
import { controllerPods } from '../controllers.ts'
import type { Tls } from '../model.ts'
import type { EntryPath } from '../paths.ts'
import { labelsOf, refOf } from '../pods.ts'
import { proxyFront } from '../proxy-front.ts'
import { publishedOf } from '../services.ts'
import { type Backend, externalBackend, serviceBackends } from './backends.ts'
import type { EntryFinder, Reached } from './entry-kind.ts'
import { ingressClassOf } from './ingress-class.ts'
import { ingressMarks } from './ingress-marks.ts'

/** Ingresses: hosts and paths that a controller leads to services. Hosts of rules are no sign of being public. */
export const ingress: EntryFinder = {
  kind: 'Ingress',
  names: (cluster) => cluster.objects('Ingress').keys(),
  pathsAt(cluster, reached, name) {
    const object = cluster.objects('Ingress').get(name)
    return object ? pathsOf(cluster, reached, object) : []
  },
}

function pathsOf(cluster: Cluster, reached: Reached, object: KubernetesObject): EntryPath[] {
  const ref = refOf(object, 'Ingress')
  const annotations = labelsOf(fieldsOf(object.metadata)['annotations'])
  const ingressClass = ingressClassOf(cluster, object)
  const published = publishedOf(object)
  const controller = controllerPods(cluster, ingressClass.name, ingressClass.controller, published)
  const marks = ingressMarks(cluster, annotations, ingressClass)
  const { front, via } = proxyFront(
    controller,
    reached.exposuresOf(controller.pods),
    published,
    marks.declared,
    marks.letIn,
    [80, 443],
  )
  return rulesOf(object).flatMap(({ host, path, backend }) => {
    const tls = tlsOf(object, host, marks.tls)
    return backendsOf(cluster, ref, backend).map((behind) => ({
      entry: { kind: 'Ingress' as const, object: ref, port: tls === 'none' ? 80 : 443, host, path, tls },
      key: [host, path],
      front,
      via,
      hops: [{ kind: 'route' as const, object: ref, label: `${host || '*'}${path}`, evidence: [], policies: [] }],
      ...behind,
      remarks: [...ingressClass.remarks, ...marks.remarks, ...behind.remarks],
    }))
  })
}

interface Rule {
  readonly host: string
  readonly path: string
  readonly backend: Fields
}

/** What no rule takes, and hosts whose rule says no path, goes to the default backend; without one, nowhere. */
function rulesOf(object: KubernetesObject): Rule[] {
  const spec = fieldsOf(object['spec'])
  const fallback = spec['defaultBackend']
  const toDefault = (host: string): Rule[] => (isFields(fallback) ? [{ host, path: '', backend: fallback }] : [])
  const rules = listOf(spec['rules']).flatMap((rule) => {
    const host = textOf(rule['host'], 253)
    const paths = listOf(fieldsOf(rule['http'])['paths'])
    if (paths.length === 0) return toDefault(host)
    return paths.map((one) => ({ host, path: textOf(one['path']) || '/', backend: fieldsOf(one['backend']) }))
  })
  return [...rules, ...toDefault('')]
}

/** Source: Kubernetes Ingress API: the port is the service's, by its number or its name. */
function backendsOf(cluster: Cluster, { namespace }: ObjectRef, backend: Fields): Backend[] {
  if (isFields(backend['resource'])) {
    const { kind, name } = backend['resource']
    return [externalBackend(`${textOf(kind, 253)} ${textOf(name, 253)}`.trim() || 'a resource')]
  }
  const service = fieldsOf(backend['service'])
  const port = fieldsOf(service['port'])
  const number = wholeOf(port['number'], 1, 65_535)
  const name = textOf(port['name'], 63)
  return serviceBackends(
    cluster,
    namespace,
    textOf(service['name'], 253),
    (one) => one.protocol === 'TCP' && (number === undefined ? name !== '' && one.name === name : one.port === number),
    number,
  )
}

function tlsOf(object: KubernetesObject, host: string, byController: Tls | undefined): Tls {
  if (byController) return byController
  const sections = listOf(fieldsOf(object['spec'])['tls'])
  const isCovered = sections.some((section) => {
    const hosts = textsOf(section['hosts'])
    return hosts.length === 0 || hosts.includes(host) || hosts.includes(host.replace(/^[^.]+/, '*'))
  })
  return isCovered ? 'terminated' : 'none'
}
