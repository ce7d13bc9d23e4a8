/** The spec of a pod template. */
export type PodTemplateSpec = ReturnType<typeof makeSpec>

/** What a workload asks for, with the defaults that the API server fills in; the same object for the same workload. */
export function podTemplateSpec(workload: number): PodTemplateSpec {
  const made = specs.get(workload) ?? makeSpec(workload)
  specs.set(workload, made)
  return made
}

const specs = new Map<number, PodTemplateSpec>()

function makeSpec(workload: number) {
  return {
    volumes: [{ name: 'config', configMap: { name: `app-${workload + 1}-config`, defaultMode: 420 } }],
    containers: [
      {
        name: 'main',
        image: imageOf(workload),
        args: ['serve', '--config=/etc/app/config.yaml'],
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: environmentOf(workload),
        resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
        volumeMounts: [{ name: 'config', readOnly: true, mountPath: '/etc/app' }],
        livenessProbe: probe('/healthz', 10),
        readinessProbe: probe('/readyz', 5),
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
        securityContext: { capabilities: { drop: ['ALL'] }, allowPrivilegeEscalation: false },
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    serviceAccount: 'default',
    securityContext: { runAsNonRoot: true, runAsUser: 10001 },
    schedulerName: 'default-scheduler',
  }
}

/** Six to ten variables: literals, and where values come from. */
function environmentOf(workload: number): object[] {
  const field = (name: string, fieldPath: string): object => ({
    name,
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
  })
  const all = [
    { name: 'LOG_LEVEL', value: 'info' },
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
    { name: 'DATABASE_HOST', value: `db-${workload % 5}.data.svc.cluster.local` },
    { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
    { name: 'HTTP_PORT', value: '8080' },
    { name: 'CACHE_SIZE_MB', value: '64' },
    { name: 'REGION', value: 'eu-central-1' },
    field('NODE_NAME', 'spec.nodeName'),
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector.telemetry.svc:4317' },
  ]
  return all.slice(0, 6 + (workload % 5))
}

function probe(path: string, periodSeconds: number): object {
  return {
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds,
    successThreshold: 1,
    failureThreshold: 3,
  }
}

function imageOf(workload: number): string {
  return `registry.example/app-${workload + 1}:1.${workload % 7}`
}
