import { common, of, ofCluster, SCALERS, type VersionFixture } from './fixture.ts'

/** Served until 1.33, where it is switched on. Source: the lifecycle of the types in k8s.io/api v0.30.14. */
const POLICIES_BEFORE_1_34 = {
  ValidatingAdmissionPolicy: ['admissionregistration.k8s.io/v1', 'admissionregistration.k8s.io/v1beta1'],
  ValidatingAdmissionPolicyBinding: ['admissionregistration.k8s.io/v1', 'admissionregistration.k8s.io/v1beta1'],
} as const

/** Source: the types of k8s.io/api v0.30.14; of a resource claim's `source`, which 1.31 has no more. */
export const V1_30: VersionFixture = {
  version: 'v1.30.14',
  objects: [
    ...common({
      spec: {
        containers: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'app' } },
            volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true, recursiveReadOnly: 'Enabled' }],
            resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
          },
        ],
        initContainers: [{ name: 'mesh', image: 'registry.example/mesh:1', restartPolicy: 'Always' }],
        ephemeralContainers: [{ name: 'debug', image: 'registry.example/debug:1', targetContainerName: 'main' }],
        volumes: [{ name: 'data', emptyDir: {} }],
        resourceClaims: [{ name: 'gpu', source: { resourceClaimTemplateName: 'gpu' } }],
        schedulingGates: [{ name: 'example.com/wait' }],
      },
      status: { resize: 'InProgress' },
    }),
    ofCluster('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'labels', {
      spec: { failurePolicy: 'Fail', validations: [{ expression: 'true', messageExpression: '"no"' }] },
    }),
    ofCluster('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'labels', {
      spec: { policyName: 'labels', validationActions: ['Deny', 'Audit'] },
    }),
    of('networking.k8s.io/v1', 'NetworkPolicy', 'ports', {
      spec: { podSelector: {}, ingress: [{ ports: [{ protocol: 'TCP', port: 8000, endPort: 8100 }] }] },
    }),
    of('v1', 'Service', 'near', { spec: { type: 'ClusterIP', trafficDistribution: 'PreferClose' } }),
    ofCluster('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 'ignored', {}),
  ],
  served: { ...SCALERS, ...POLICIES_BEFORE_1_34 },
  kept: [
    ['Pod/app-1-a', 'spec.initContainers.0.restartPolicy', 'Always'],
    ['Pod/app-1-a', 'spec.ephemeralContainers.0.targetContainerName', 'main'],
    ['Pod/app-1-a', 'spec.containers.0.securityContext.appArmorProfile.localhostProfile', 'app'],
    ['Pod/app-1-a', 'spec.containers.0.volumeMounts.0.recursiveReadOnly', 'Enabled'],
    ['Pod/app-1-a', 'spec.resourceClaims.0.source.resourceClaimTemplateName', 'gpu'],
    ['ValidatingAdmissionPolicy/labels', 'spec.failurePolicy', 'Fail'],
    ['ValidatingAdmissionPolicyBinding/labels', 'spec.validationActions.1', 'Audit'],
    ['NetworkPolicy/ports', 'spec.ingress.0.ports.0.endPort', 8100],
    ['Service/near', 'spec.trafficDistribution', 'PreferClose'],
  ],
  containers: ['debug EPHEMERAL', 'main MAIN', 'mesh SIDECAR'],
}

/** Source: the types of k8s.io/api v0.31.14, and what they have more than those of v0.30.14. */
export const V1_31: VersionFixture = {
  version: 'v1.31.14',
  objects: [
    ...common({
      spec: {
        containers: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            resources: { claims: [{ name: 'gpu', request: 'one' }] },
          },
        ],
        securityContext: { supplementalGroupsPolicy: 'Strict', appArmorProfile: { type: 'RuntimeDefault' } },
        volumes: [{ name: 'model', image: { reference: 'registry.example/model:1', pullPolicy: 'IfNotPresent' } }],
        resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }],
      },
      status: {
        containerStatuses: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            imageID: '',
            ready: true,
            restartCount: 2,
            state: { running: {} },
            user: { linux: { uid: 1000, gid: 1000, supplementalGroups: [1000] } },
            allocatedResourcesStatus: [{ name: 'claim:gpu', resources: [{ resourceID: 'gpu-0', health: 'Healthy' }] }],
          },
        ],
      },
    }),
    of('batch/v1', 'Job', 'indexed', {
      spec: {
        completions: 3,
        parallelism: 3,
        completionMode: 'Indexed',
        successPolicy: { rules: [{ succeededIndexes: '0' }] },
        template: { spec: { containers: [{ name: 'main', image: 'registry.example/job:1' }] } },
      },
      status: { conditions: [{ type: 'SuccessCriteriaMet', status: 'True' }], succeeded: 1 },
    }),
    ofCluster('v1', 'Node', 'node-1', {
      status: { features: { supplementalGroupsPolicy: true }, nodeInfo: nodeInfo() },
    }),
    ofCluster('storage.k8s.io/v1beta1', 'VolumeAttributesClass', 'ignored', { driverName: 'csi.example' }),
  ],
  served: { ...SCALERS, ...POLICIES_BEFORE_1_34 },
  kept: [
    ['Pod/app-1-a', 'spec.securityContext.supplementalGroupsPolicy', 'Strict'],
    ['Pod/app-1-a', 'spec.securityContext.appArmorProfile.type', 'RuntimeDefault'],
    ['Pod/app-1-a', 'spec.volumes.0.image.reference', 'registry.example/model:1'],
    ['Pod/app-1-a', 'spec.containers.0.resources.claims.0.request', 'one'],
    ['Pod/app-1-a', 'spec.resourceClaims.0.resourceClaimTemplateName', 'gpu'],
    ['Pod/app-1-a', 'status.containerStatuses.0.restartCount', 2],
    ['Job/indexed', 'spec.successPolicy.rules.0.succeededIndexes', '0'],
    ['Job/indexed', 'status.conditions.0.type', 'SuccessCriteriaMet'],
  ],
  containers: ['main MAIN'],
}

/** Source: the types of k8s.io/api v0.32.13, and what they have more than those of v0.31.14. */
export const V1_32: VersionFixture = {
  version: 'v1.32.13',
  objects: [
    ...common({
      spec: {
        resources: { limits: { cpu: '1', memory: '1Gi' } },
        securityContext: { seLinuxChangePolicy: 'MountOption' },
      },
    }),
    of('batch/v1', 'Job', 'elsewhere', {
      spec: {
        managedBy: 'kueue.x-k8s.io/multikueue',
        suspend: true,
        template: { spec: { containers: [{ name: 'main', image: 'registry.example/job:1' }] } },
      },
    }),
    of('autoscaling/v2', 'HorizontalPodAutoscaler', 'app', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
        minReplicas: 1,
        maxReplicas: 9,
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: { container: 'main', name: 'cpu', target: { type: 'Utilization' } },
          },
        ],
      },
      status: { currentReplicas: 3, desiredReplicas: 4, conditions: null, currentMetrics: null },
    }),
    of('resource.k8s.io/v1beta1', 'ResourceClaim', 'ignored', { spec: { devices: {} } }),
    ofCluster('admissionregistration.k8s.io/v1alpha1', 'MutatingAdmissionPolicy', 'ignored', { spec: {} }),
  ],
  served: { ...SCALERS, ...POLICIES_BEFORE_1_34 },
  kept: [
    ['Pod/app-1-a', 'spec.resources.limits.memory', '1Gi'],
    ['Pod/app-1-a', 'spec.securityContext.seLinuxChangePolicy', 'MountOption'],
    ['Job/elsewhere', 'spec.managedBy', 'kueue.x-k8s.io/multikueue'],
    ['HorizontalPodAutoscaler/app', 'spec.scaleTargetRef.name', 'app'],
    ['HorizontalPodAutoscaler/app', 'spec.metrics.0.containerResource.container', 'main'],
    ['HorizontalPodAutoscaler/app', 'status.currentReplicas', undefined],
  ],
  containers: ['main MAIN'],
}

/** Source: the types of k8s.io/api v0.33.13, and what they have more than those of v0.32.13. */
export const V1_33: VersionFixture = {
  version: 'v1.33.13',
  objects: [
    ...common({
      spec: {
        hostUsers: false,
        os: { name: 'linux' },
        containers: [{ name: 'main', image: 'registry.example/app:1', lifecycle: { stopSignal: 'SIGUSR1' } }],
      },
      status: {
        observedGeneration: 4,
        conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Deferred', observedGeneration: 4 }],
      },
    }),
    of('apps/v1', 'Deployment', 'rolling', {
      spec: { replicas: 2, selector: {}, template: { spec: { containers: [] } } },
      status: { replicas: 2, readyReplicas: 1, terminatingReplicas: 1 },
    }),
    of('autoscaling/v2', 'HorizontalPodAutoscaler', 'app', {
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: 'app' },
        maxReplicas: 9,
        behavior: { scaleUp: { tolerance: '50m' } },
      },
    }),
    of('discovery.k8s.io/v1', 'EndpointSlice', 'app-x', {
      addressType: 'IPv4',
      endpoints: [
        {
          addresses: ['10.0.0.1'],
          conditions: { ready: false, serving: true, terminating: true },
          hints: { forNodes: [{ name: 'node-1' }] },
        },
      ],
      ports: null,
    }),
    ofCluster('v1', 'Node', 'node-1', { status: { nodeInfo: { ...nodeInfo(), swap: { capacity: 1024 } } } }),
    ofCluster('networking.k8s.io/v1', 'ServiceCIDR', 'ignored', { spec: { cidrs: ['10.96.0.0/12'] } }),
    of('resource.k8s.io/v1beta2', 'ResourceClaim', 'ignored', { spec: { devices: {} } }),
  ],
  served: { ...SCALERS, ...POLICIES_BEFORE_1_34 },
  kept: [
    ['Pod/app-1-a', 'spec.hostUsers', false],
    ['Pod/app-1-a', 'spec.containers.0.lifecycle.stopSignal', 'SIGUSR1'],
    ['Pod/app-1-a', 'status.conditions.0.type', 'PodResizePending'],
    ['Pod/app-1-a', 'status.conditions.0.reason', 'Deferred'],
    ['HorizontalPodAutoscaler/app', 'spec.behavior.scaleUp.tolerance', '50m'],
    ['EndpointSlice/app-x', 'endpoints.0.conditions.serving', true],
    ['EndpointSlice/app-x', 'endpoints.0.conditions.terminating', true],
    ['EndpointSlice/app-x', 'endpoints.0.hints.forNodes.0.name', 'node-1'],
  ],
  containers: ['main MAIN'],
}

/** Whatever its version, a node tells these. */
function nodeInfo(): object {
  return { kubeletVersion: 'v1.33.1', osImage: 'Debian GNU/Linux 13', architecture: 'amd64' }
}
