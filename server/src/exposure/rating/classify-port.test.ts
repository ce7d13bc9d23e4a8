import { expect, test } from 'vitest'
import { classifyPort } from './classify-port.ts'

const NOTHING = { number: 0, name: '', image: '', outer: [], entry: { kind: 'LoadBalancer' as const } }

test.each([
  [{ number: 22 }, 'administration', "Port 22 is SSH's."],
  [{ number: 2375 }, 'administration', "Port 2375 is Docker Engine's."],
  [{ number: 2379 }, 'administration', "Port 2379 is etcd's."],
  [{ number: 3389 }, 'administration', "Port 3389 is Remote Desktop's."],
  [{ number: 6443 }, 'administration', "Port 6443 is the Kubernetes API server's."],
  [{ number: 10_250 }, 'administration', "Port 10250 is kubelet's."],
  [{ number: 8080, name: 'http', image: 'quay.io/argoproj/argocd:v3' }, 'administration', "The image is Argo CD's."],
  [
    { number: 8443, image: 'kubernetesui/kubernetes-dashboard' },
    'administration',
    "The image is Kubernetes Dashboard's.",
  ],
  [{ number: 5432 }, 'database', "Port 5432 is PostgreSQL's."],
  [{ number: 15_432, image: 'postgres:17' }, 'database', "The image is PostgreSQL's."],
  [{ number: 15_432, outer: [5432] }, 'database', "Port 5432 is PostgreSQL's."],
  [{ number: 6379 }, 'database', "Port 6379 is Redis'."],
  [{ number: 27_017 }, 'database', "Port 27017 is MongoDB's."],
  [{ number: 9200, name: 'http' }, 'database', "Port 9200 is Elasticsearch's."],
  [{ number: 9092 }, 'database', "Port 9092 is Apache Kafka's."],
  [{ number: 9090 }, 'metrics', "Port 9090 is Prometheus'."],
  [
    { number: 9090, name: 'http-web', image: 'quay.io/prometheus/prometheus:v3' },
    'metrics',
    "The image is Prometheus'.",
  ],
  [
    { number: 9187, image: 'prometheuscommunity/postgres-exporter' },
    'metrics',
    'Image prometheuscommunity/postgres-exporter exports metrics.',
  ],
  [{ number: 8081, name: 'metrics' }, 'metrics', 'Port 8081 is named metrics.'],
  [{ number: 16_686 }, 'metrics', "Port 16686 is Jaeger's."],
  [{ number: 9090, name: 'web', image: 'registry.example/shop/api' }, 'web', 'Port 9090 is named web.'],
  [{ number: 443 }, 'web', 'Port 443 is HTTPS.'],
  [{ number: 8080 }, 'web', 'Port 8080 is HTTP.'],
  [{ number: 4711, outer: [443] }, 'web', 'It is served as HTTPS.'],
  [{ number: 4711, entry: { kind: 'Ingress' as const } }, 'web', 'An entry point for HTTP leads to port 4711.'],
  [{ number: 4711 }, 'other', ''],
])('%j is %s', (asked, portClass, reason) => {
  expect(classifyPort({ ...NOTHING, ...asked })).toMatchObject({ portClass, reason })
})
