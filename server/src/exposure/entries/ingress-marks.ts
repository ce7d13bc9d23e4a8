import { fieldsOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import type { DeclaredReach } from '../../kubernetes/load-balancer-marks.ts'
import type { Labels } from '../../kubernetes/object.ts'
import type { Cluster } from '../cluster.ts'
import { EVERYBODY, type LetIn, rangesOf } from '../front.ts'
import type { Tls } from '../model.ts'
import { note, type Remark } from '../remarks.ts'
import type { ServingClass } from './ingress-class.ts'

/** What annotations and parameters say of an ingress, as far as its controller reads them. */
export interface IngressMarks {
  readonly declared: DeclaredReach | undefined
  readonly letIn: LetIn
  /** Undefined: as `spec.tls` says. */
  readonly tls: Tls | undefined
  readonly remarks: readonly Remark[]
}

const AWS_ALB = ['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb']
const ACK_ALB = ['ingress.k8s.alibabacloud/alb']
const NGINX = ['k8s.io/ingress-nginx']
const ALB_SCHEME = 'alb.ingress.kubernetes.io/scheme'
const ALB_RANGES = 'alb.ingress.kubernetes.io/inbound-cidrs'
const NGINX_RANGES = 'nginx.ingress.kubernetes.io/whitelist-source-range'
const NGINX_ALLOWED = 'nginx.ingress.kubernetes.io/allowlist-source-range'

/** Sources: the references of AWS Load Balancer Controller, ingress-nginx, ALB Ingress of Alibaba Cloud, and of Google Cloud. */
export function ingressMarks(cluster: Cluster, annotations: Labels, serving: ServingClass): IngressMarks {
  const { controller } = serving
  const remarks = ignored(annotations, controller)
  const nothing = { declared: undefined, letIn: EVERYBODY, tls: undefined, remarks }
  if (AWS_ALB.includes(controller)) return { ...nothing, ...ofAwsAlb(cluster, annotations, serving) }
  if (NGINX.includes(controller)) return { ...nothing, ...ofNginx(annotations) }
  if (ACK_ALB.includes(controller)) return { ...nothing, declared: ofAlbConfig(cluster, serving) }
  if (serving.name === 'gce-internal')
    return { ...nothing, declared: { reach: 'private', evidence: 'the class is gce-internal' } }
  return nothing
}

/** What another controller would heed. */
function ignored(annotations: Labels, controller: string): Remark[] {
  const read = (names: readonly string[]) => names.includes(controller)
  const unread = [
    ...(read(AWS_ALB) ? [] : [ALB_SCHEME, ALB_RANGES]),
    ...(read(NGINX) ? [] : [NGINX_RANGES, NGINX_ALLOWED]),
  ].filter((name) => annotations[name] !== undefined)
  return unread.map((name) => note('annotationIgnored', `${name} is not read by the controller of the class.`))
}

function ofAwsAlb(
  cluster: Cluster,
  annotations: Labels,
  { parameters }: ServingClass,
): Pick<IngressMarks, 'declared' | 'letIn' | 'tls'> {
  const params = fieldsOf(parametersOf(cluster, 'IngressClassParams', parameters))
  const byParams = textOf(params['scheme'], 64)
  const scheme = byParams || (annotations[ALB_SCHEME] ?? '')
  const evidence = byParams === '' ? `${ALB_SCHEME} = ${scheme}` : `IngressClassParams has scheme = ${scheme}`
  const reach = scheme === 'internal' ? 'private' : scheme === 'internet-facing' ? 'public' : undefined
  const ranges = textsOf(params['inboundCIDRs'])
  return {
    declared: reach ? { reach, evidence } : undefined,
    letIn:
      ranges.length > 0
        ? rangesOf(ranges, 'inboundCIDRs of IngressClassParams')
        : rangesOf((annotations[ALB_RANGES] ?? '').split(','), ALB_RANGES),
    tls: annotations['alb.ingress.kubernetes.io/certificate-arn'] === undefined ? undefined : 'terminated',
  }
}

function ofNginx(annotations: Labels): Pick<IngressMarks, 'letIn' | 'tls'> {
  const name = annotations[NGINX_ALLOWED] === undefined ? NGINX_RANGES : NGINX_ALLOWED
  return {
    letIn: rangesOf((annotations[name] ?? '').split(','), name),
    tls: annotations['nginx.ingress.kubernetes.io/ssl-passthrough'] === 'true' ? 'passthrough' : undefined,
  }
}

function ofAlbConfig(cluster: Cluster, { parameters }: ServingClass): DeclaredReach | undefined {
  const type = textOf(fieldsOf(fieldsOf(parametersOf(cluster, 'AlbConfig', parameters))['config'])['addressType'], 64)
  const reach = type === 'Intranet' ? 'private' : type === 'Internet' ? 'public' : undefined
  return reach ? { reach, evidence: `AlbConfig ${parameters.name} has addressType = ${type}` } : undefined
}

/** `spec` of the object that a class takes its parameters from. */
function parametersOf(cluster: Cluster, kind: string, parameters: ServingClass['parameters']): unknown {
  if (parameters.kind !== kind) return undefined
  return cluster.objects(kind).get(`/${parameters.name}`)?.['spec']
}
