import { common, of, type VersionFixture } from './fixture.ts'

/**
 * What came, changed its form or went between two versions of Kubernetes. Written from the API reference and the changelogs of
 * the versions; of those whose reference is thin, fields that stay and fields that nobody knows yet.
 */
export const VERSIONS: readonly VersionFixture[] = [
  {
    version: 'v1.30.14',
    objects: [
      ...common({
        spec: {
          initContainers: [{ name: 'mesh', image: 'registry.example/mesh:1', restartPolicy: 'Always' }],
          ephemeralContainers: [{ name: 'debug', image: 'registry.example/debug:1', targetContainerName: 'main' }],
          resourceClaims: [{ name: 'gpu', source: { resourceClaimTemplateName: 'gpu' } }],
        },
        status: { resize: 'InProgress' },
      }),
      of('admissionregistration.k8s.io/v1beta1', 'ValidatingAdmissionPolicy', 'old', {
        spec: { failurePolicy: 'Fail', validations: [{ expression: 'true' }] },
      }),
      of('networking.k8s.io/v1', 'NetworkPolicy', 'ports', {
        spec: { podSelector: {}, ingress: [{ ports: [{ protocol: 'TCP', port: 8000, endPort: 8100 }] }] },
      }),
      of('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 'ignored', { spec: {} }),
    ],
    kept: [
      ['Pod/app-1-a', 'spec.initContainers.0.restartPolicy', 'Always'],
      ['Pod/app-1-a', 'spec.ephemeralContainers.0.targetContainerName', 'main'],
      ['Pod/app-1-a', 'spec.resourceClaims.0.source.resourceClaimTemplateName', 'gpu'],
      ['ValidatingAdmissionPolicy/old', 'spec.failurePolicy', 'Fail'],
      ['NetworkPolicy/ports', 'spec.ingress.0.ports.0.endPort', 8100],
    ],
    containers: ['debug EPHEMERAL', 'main MAIN', 'mesh SIDECAR'],
  },
  {
    version: 'v1.31.9',
    objects: [
      ...common({
        spec: {
          securityContext: { supplementalGroupsPolicy: 'Strict', appArmorProfile: { type: 'RuntimeDefault' } },
          volumes: [{ name: 'model', image: { reference: 'registry.example/model:1', pullPolicy: 'IfNotPresent' } }],
          resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }],
        },
      }),
      of('batch/v1', 'Job', 'indexed', {
        spec: {
          completions: 3,
          parallelism: 3,
          completionMode: 'Indexed',
          successPolicy: { rules: [{ succeededIndexes: '0' }] },
        },
        status: { conditions: [{ type: 'SuccessCriteriaMet', status: 'True' }], succeeded: 1 },
      }),
      of('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'new', { spec: { failurePolicy: 'Ignore' } }),
    ],
    kept: [
      ['Pod/app-1-a', 'spec.securityContext.supplementalGroupsPolicy', 'Strict'],
      ['Pod/app-1-a', 'spec.securityContext.appArmorProfile.type', 'RuntimeDefault'],
      ['Pod/app-1-a', 'spec.volumes.0.image.reference', 'registry.example/model:1'],
      ['Pod/app-1-a', 'spec.resourceClaims.0.resourceClaimTemplateName', 'gpu'],
      ['Job/indexed', 'spec.successPolicy.rules.0.succeededIndexes', '0'],
      ['Job/indexed', 'status.conditions.0.type', 'SuccessCriteriaMet'],
      ['ValidatingAdmissionPolicy/new', 'spec.failurePolicy', 'Ignore'],
    ],
    containers: ['main MAIN'],
  },
  {
    version: 'v1.32.5',
    objects: [
      ...common({ spec: { resources: { limits: { cpu: '1', memory: '1Gi' } } } }),
      of('batch/v1', 'Job', 'elsewhere', { spec: { managedBy: 'kueue.x-k8s.io/multikueue', suspend: true } }),
      of('autoscaling/v2', 'HorizontalPodAutoscaler', 'app', {
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
          minReplicas: 1,
          maxReplicas: 9,
          metrics: [{ type: 'ContainerResource', containerResource: { container: 'main', name: 'cpu' } }],
        },
        status: { currentReplicas: 3, desiredReplicas: 4 },
      }),
    ],
    kept: [
      ['Pod/app-1-a', 'spec.resources.limits.memory', '1Gi'],
      ['Job/elsewhere', 'spec.managedBy', 'kueue.x-k8s.io/multikueue'],
      ['HorizontalPodAutoscaler/app', 'spec.scaleTargetRef.name', 'app'],
      ['HorizontalPodAutoscaler/app', 'spec.metrics.0.containerResource.container', 'main'],
      ['HorizontalPodAutoscaler/app', 'status.currentReplicas', undefined],
    ],
    containers: ['main MAIN'],
  },
  {
    version: 'v1.33.4',
    objects: [
      ...common({
        spec: { hostUsers: false },
        status: { conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Deferred' }] },
      }),
      of('networking.k8s.io/v1', 'ServiceCIDR', 'ignored', { spec: { cidrs: ['10.96.0.0/12'] } }),
      of('discovery.k8s.io/v1', 'EndpointSlice', 'app-x', {
        addressType: 'IPv4',
        endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: false, serving: true, terminating: true } }],
      }),
    ],
    kept: [
      ['Pod/app-1-a', 'spec.hostUsers', false],
      ['Pod/app-1-a', 'status.conditions.0.type', 'PodResizePending'],
      ['Pod/app-1-a', 'status.conditions.0.reason', 'Deferred'],
      ['EndpointSlice/app-x', 'endpoints.0.conditions.serving', true],
      ['EndpointSlice/app-x', 'endpoints.0.conditions.terminating', true],
    ],
    containers: ['main MAIN'],
  },
  {
    version: 'v1.34.2',
    objects: [
      ...common({
        spec: {
          containers: [
            {
              name: 'main',
              image: 'registry.example/app:1',
              env: [{ name: 'MODE', valueFrom: { fileKeyRef: { volumeName: 'conf', path: 'env', key: 'MODE' } } }],
              restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
              resources: { claims: [{ name: 'gpu', request: 'one' }] },
            },
          ],
        },
      }),
      of('resource.k8s.io/v1', 'ResourceClaim', 'ignored', { spec: {} }),
      of('v1', 'Service', 'app', { spec: { type: 'ClusterIP', trafficDistribution: 'PreferSameZone' } }),
    ],
    kept: [
      ['Pod/app-1-a', 'spec.containers.0.env.0.valueFrom.fileKeyRef.volumeName', 'conf'],
      ['Pod/app-1-a', 'spec.containers.0.restartPolicyRules.0.exitCodes.values.0', 42],
      ['Pod/app-1-a', 'spec.containers.0.resources.claims.0.request', 'one'],
      ['Service/app', 'spec.trafficDistribution', 'PreferSameZone'],
    ],
    containers: ['main MAIN'],
  },
  {
    version: 'v1.35.1',
    objects: [
      ...common({
        spec: { workloadRef: { name: 'gang', podGroup: 'a' }, hostnameOverride: 'app.example' },
        status: { observedGeneration: 4 },
      }),
      of('autoscaling/v2', 'HorizontalPodAutoscaler', 'app', {
        spec: { maxReplicas: 9, behavior: { scaleUp: { tolerance: '0.05' } } },
      }),
    ],
    kept: [
      ['Pod/app-1-a', 'spec.workloadRef.name', 'gang'],
      ['Pod/app-1-a', 'spec.hostnameOverride', 'app.example'],
      ['HorizontalPodAutoscaler/app', 'spec.behavior.scaleUp.tolerance', '0.05'],
    ],
    containers: ['main MAIN'],
  },
  ...['v1.36.0', 'v1.37.0'].map(
    (version): VersionFixture => ({
      version,
      objects: [
        ...common({
          spec: {
            hostUsers: false,
            initContainers: [
              { name: 'setup', image: 'registry.example/setup:1' },
              { name: 'mesh', image: 'registry.example/mesh:1', restartPolicy: 'Always' },
            ],
            fieldOfALaterVersion: { mode: 'Strict' },
          },
          status: { fieldOfALaterVersion: 7 },
        }),
        of('example.k8s.io/v1', 'KindOfALaterVersion', 'ignored', { spec: {} }),
      ],
      kept: [
        ['Pod/app-1-a', 'spec.hostUsers', false],
        ['Pod/app-1-a', 'spec.fieldOfALaterVersion.mode', 'Strict'],
        ['Deployment/app', 'spec.template.spec.fieldOfALaterVersion.mode', 'Strict'],
      ],
      containers: ['main MAIN', 'mesh SIDECAR', 'setup INIT'],
    }),
  ),
]
