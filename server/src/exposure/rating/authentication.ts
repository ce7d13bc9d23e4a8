import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { fieldsOf } from '../../kubernetes/fields.ts'
import { type KubernetesObject, keyOf, type Labels, type ObjectRef } from '../../kubernetes/object.ts'
import { ingressClassOf } from '../entries/ingress-class.ts'
import type { Exposure, Pod } from '../model.ts'
import { labelsOf, refOf } from '../pods.ts'
import type { PortService } from './port-services.ts'
import type { Authentication } from './rating.ts'

export interface AuthenticationFound {
  readonly authentication: Authentication
  /** A sentence; empty where there is nothing to say. */
  readonly reason: string
}

export type AuthenticationFinder = (
  exposure: Exposure,
  pods: readonly Pod[],
  service: PortService | undefined,
) => AuthenticationFound

/** An annotation by which a controller is told to ask. */
interface Mark {
  /** Names of controllers, or what they begin with. */
  readonly controllers: readonly string[]
  readonly annotation: string
  asks(value: string, annotations: Labels): boolean
  /** Else only a name says so. */
  readonly isSure: boolean
}

const NGINX = ['k8s.io/ingress-nginx', 'higress.io/']
const given = (value: string) => value !== ''
const namedSo = (value: string) => /auth|oidc|oauth|jwt|sso|login|key-?auth|hmac|ldap|saml/i.test(value)

/** Sources: the references of annotations of each controller. */
const MARKS: readonly Mark[] = [
  sure(NGINX, 'nginx.ingress.kubernetes.io/auth-url', given),
  sure(NGINX, 'nginx.ingress.kubernetes.io/auth-type', (value, all) => {
    const isKind = value === 'basic' || value === 'digest'
    return isKind && (all['nginx.ingress.kubernetes.io/auth-secret'] ?? '') !== ''
  }),
  sure(NGINX, 'nginx.ingress.kubernetes.io/auth-tls-secret', (value, all) => {
    const verifies = all['nginx.ingress.kubernetes.io/auth-tls-verify-client'] ?? 'on'
    return value !== '' && verifies === 'on'
  }),
  sure(['nginx.org/'], 'nginx.org/basic-auth-secret', given),
  sure(['nginx.org/'], 'nginx.com/jwt-key', given),
  sure(['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb'], 'alb.ingress.kubernetes.io/auth-type', (value) =>
    ['oidc', 'cognito', 'jwt'].includes(value),
  ),
  sure(['haproxy.org/'], 'haproxy.org/auth-type', (value) => value === 'basic-auth'),
  sure(['haproxy-ingress.github.io/'], 'haproxy-ingress.github.io/auth-secret', given),
  sure(['haproxy-ingress.github.io/'], 'haproxy-ingress.github.io/auth-url', given),
  sure(['haproxy-ingress.github.io/'], 'haproxy-ingress.github.io/oauth', given),
  hint(['traefik.io/'], 'traefik.ingress.kubernetes.io/router.middlewares'),
  hint(['ingress-controllers.konghq.com/'], 'konghq.com/plugins'),
]

function sure(controllers: readonly string[], annotation: string, asks: Mark['asks']): Mark {
  return { controllers, annotation, asks, isSure: true }
}

function hint(controllers: readonly string[], annotation: string): Mark {
  return { controllers, annotation, asks: namedSo, isSure: false }
}

/** Images of proxies that ask who somebody is before they pass a request on. */
const PROXY_IMAGE =
  /(?:^|\/)(?:oauth2[-_]proxy|oauth-proxy|ose-oauth-proxy|pomerium|authelia|keycloak-gatekeeper|louketo-proxy|kube-rbac-proxy|vouch-proxy)(?:[:@]|$)/

/** Looks at the entry's annotations, as far as its controller reads them, at proxies beside what answers, and at what answers. */
export function authenticationFinder({ objects, unread }: ClusterObjects): AuthenticationFinder {
  const entries = new Map(
    (objects.get('Ingress') ?? []).map((object) => [keyOf(refOf(object, 'Ingress')), object] as const),
  )
  const classes = {
    objects: (kind: string) => ({ all: () => objects.get(kind) ?? [] }),
    isUnread: (...kinds: readonly string[]) => kinds.some((kind) => unread.has(kind)),
  }
  return ({ entry, container }, pods, service) => {
    const object = entry.tls === 'passthrough' ? undefined : entries.get(keyOf(entry.object))
    const controller = object ? ingressClassOf(classes, object).controller : ''
    const mark = object && markOf(object, controller)
    if (mark) return toldBy(mark, entry.object)
    const proxy = proxyOf(pods, container)
    if (proxy !== '')
      return {
        authentication: 'hinted',
        reason: `A proxy that asks who somebody is runs in the pod (${proxy}).`,
      }
    return ofService(service, object !== undefined && controller !== '')
  }
}

function markOf(object: KubernetesObject, controller: string): Mark | undefined {
  const annotations = labelsOf(fieldsOf(object.metadata)['annotations'])
  return MARKS.find(({ controllers, annotation, asks }) => {
    const value = annotations[annotation]
    const isRead = controllers.some((name) => (name.endsWith('/') ? controller.startsWith(name) : name === controller))
    return value !== undefined && isRead && asks(value, annotations)
  })
}

function toldBy({ annotation, isSure }: Mark, { kind }: ObjectRef): AuthenticationFound {
  if (isSure) return { authentication: 'known', reason: `The ${kind} asks for authentication (${annotation}).` }
  return { authentication: 'hinted', reason: `The ${kind} names something that may authenticate (${annotation}).` }
}

/** The image of a proxy that the port belongs to, or that may stand before it. */
function proxyOf(pods: readonly Pod[], container: string): string {
  const images = pods.flatMap(({ containers, images: own }) =>
    own.filter((_, at) => container === '' || containers[at] === container),
  )
  return images.filter((image) => PROXY_IMAGE.test(image)).sort()[0] ?? ''
}

function ofService(service: PortService | undefined, isReadEntry: boolean): AuthenticationFound {
  if (service?.asks === false)
    return { authentication: 'none', reason: `${upper(service.name)} asks for no authentication as it comes.` }
  if (service?.asks === true)
    return { authentication: 'unknown', reason: `${upper(service.name)} asks for authentication as it comes.` }
  if (isReadEntry) return { authentication: 'none', reason: 'No authentication is seen on the way.' }
  return { authentication: 'unknown', reason: '' }
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
