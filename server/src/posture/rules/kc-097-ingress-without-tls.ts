import { fieldsOf, listOf } from '../../kubernetes/fields.ts'
import { mitre, nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Ingress", TLS: an Ingress is secured by naming a Secret that holds a private key and certificate; controllers of clouds
 * take certificates by annotations of their own.
 */
export const ingressWithoutTls: Rule = {
  id: 'KC-097',
  title: 'Ingress without TLS',
  severity: 'high',
  frameworks: [...nsa('Network separation'), ...mitre('T1557')],
  why: 'Whoever is on the way between a user and the Ingress reads and changes what they say to each other, passwords included.',
  remedy: 'Name the hosts and the Secret of their certificate in spec.tls.',
  noPatch: 'Which certificate is meant, and where it comes from, is for you to say.',
  objects: {
    Ingress: ({ object, annotations }) => {
      const isSecured =
        listOf(fieldsOf(object['spec'])['tls']).length > 0 ||
        CERTIFICATES.some((key) => (annotations[key] ?? '') !== '')
      return isSecured ? [] : [{ path: ['spec', 'tls'], text: 'The Ingress serves its hosts without TLS.' }]
    },
  },
}

/** By which controllers of clouds are given certificates. Sources: AWS Load Balancer Controller; GKE Ingress; Azure Application Gateway. */
const CERTIFICATES = [
  'alb.ingress.kubernetes.io/certificate-arn',
  'ingress.gcp.kubernetes.io/pre-shared-cert',
  'networking.gke.io/managed-certificates',
  'appgw.ingress.kubernetes.io/appgw-ssl-certificate',
]
