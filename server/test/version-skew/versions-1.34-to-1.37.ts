import { common, of, ofCluster, SCALERS, type VersionFixture } from './fixture.ts'

/** Source: the types of k8s.io/api v0.34.13, and what they have more than those of v0.33.13. */
export const V1_34: VersionFixture = {
  version: 'v1.34.13',
  objects: [
    ...common({
      spec: {
        hostnameOverride: 'app.example',
        containers: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            env: [{ name: 'MODE', valueFrom: { fileKeyRef: { volumeName: 'conf', path: 'env', key: 'MODE' } } }],
            restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
          },
        ],
        volumes: [
          {
            name: 'identity',
            projected: { sources: [{ podCertificate: { signerName: 'example.com/signer', keyType: 'ED25519' } }] },
          },
        ],
      },
      status: {
        extendedResourceClaimStatus: {
          resourceClaimName: 'gpu',
          requestMappings: [{ containerName: 'main', resourceName: 'example.com/gpu', requestName: 'one' }],
        },
      },
    }),
    of('v1', 'Service', 'app', { spec: { type: 'ClusterIP', trafficDistribution: 'PreferSameZone' } }),
    of('resource.k8s.io/v1', 'ResourceClaim', 'ignored', {
      spec: { devices: { requests: [{ name: 'one', exactly: { deviceClassName: 'gpu.example' } }] } },
    }),
    ofCluster('storage.k8s.io/v1', 'VolumeAttributesClass', 'ignored', { driverName: 'csi.example' }),
    ofCluster('admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicy', 'ignored', { spec: {} }),
  ],
  served: SCALERS,
  kept: [
    ['Pod/app-1-a', 'spec.hostnameOverride', 'app.example'],
    ['Pod/app-1-a', 'spec.containers.0.env.0.valueFrom.fileKeyRef.volumeName', 'conf'],
    ['Pod/app-1-a', 'spec.containers.0.restartPolicyRules.0.exitCodes.values.0', 42],
    ['Pod/app-1-a', 'spec.volumes.0.projected.sources.0.podCertificate.signerName', 'example.com/signer'],
    ['Service/app', 'spec.trafficDistribution', 'PreferSameZone'],
  ],
  containers: ['main MAIN'],
}

/** Source: the types of k8s.io/api v0.35.10, and what they have more than those of v0.34.13. */
export const V1_35: VersionFixture = {
  version: 'v1.35.10',
  objects: [
    ...common({
      spec: {
        resources: { requests: { cpu: '250m' } },
        workloadRef: { name: 'gang', podGroup: 'a' },
        volumes: [
          {
            name: 'identity',
            projected: {
              sources: [
                {
                  podCertificate: {
                    signerName: 'example.com/signer',
                    keyType: 'ED25519',
                    userAnnotations: { 'example.com/tier': 'front' },
                  },
                },
              ],
            },
          },
        ],
      },
      status: { allocatedResources: { cpu: '250m' }, resources: { requests: { cpu: '250m' } } },
    }),
    ofCluster('v1', 'Node', 'node-1', { status: { declaredFeatures: ['UserNamespacesSupport'] } }),
    of('scheduling.k8s.io/v1alpha1', 'Workload', 'ignored', {
      spec: { podGroups: [{ name: 'a', policy: { gang: { minCount: 2 } } }] },
    }),
  ],
  served: SCALERS,
  kept: [
    ['Pod/app-1-a', 'spec.workloadRef.name', 'gang'],
    ['Pod/app-1-a', 'spec.resources.requests.cpu', '250m'],
    ['Deployment/app', 'spec.template.spec.workloadRef.podGroup', 'a'],
    [
      'Pod/app-1-a',
      'spec.volumes.0.projected.sources.0.podCertificate.userAnnotations',
      { 'example.com/tier': 'front' },
    ],
  ],
  containers: ['main MAIN'],
}

/** Source: the types of k8s.io/api v0.36.6, and what they have more than those of v0.35.10; `workloadRef` is gone. */
export const V1_36: VersionFixture = {
  version: 'v1.36.6',
  objects: [
    ...common({
      spec: {
        hostUsers: false,
        schedulingGroup: { podGroupName: 'gang' },
        containers: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            volumeMounts: [{ name: 'model', mountPath: '/model' }],
          },
        ],
        initContainers: [
          { name: 'setup', image: 'registry.example/setup:1' },
          { name: 'mesh', image: 'registry.example/mesh:1', restartPolicy: 'Always' },
        ],
        volumes: [{ name: 'model', image: { reference: 'registry.example/model:1' } }],
      },
      status: {
        containerStatuses: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            imageID: '',
            ready: true,
            restartCount: 1,
            volumeMounts: [
              {
                name: 'model',
                mountPath: '/model',
                volumeStatus: { image: { imageRef: `registry.example/model@sha256:${'1'.repeat(64)}` } },
              },
            ],
          },
        ],
      },
    }),
    of('scheduling.k8s.io/v1alpha2', 'PodGroup', 'ignored', { spec: { schedulingPolicy: { gang: { minCount: 2 } } } }),
    ofCluster('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', 'ignored', {
      spec: { failurePolicy: 'Fail', mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[]' } }] },
    }),
  ],
  served: SCALERS,
  kept: [
    ['Pod/app-1-a', 'spec.hostUsers', false],
    ['Pod/app-1-a', 'spec.schedulingGroup.podGroupName', 'gang'],
    ['Deployment/app', 'spec.template.spec.schedulingGroup.podGroupName', 'gang'],
    ['Pod/app-1-a', 'spec.volumes.0.image.reference', 'registry.example/model:1'],
    ['Pod/app-1-a', 'status.containerStatuses.0.restartCount', 1],
  ],
  containers: ['main MAIN', 'mesh SIDECAR', 'setup INIT'],
}

/** Source: the types of k8s.io/api v0.37.2, and what they have more than those of v0.36.6. */
export const V1_37: VersionFixture = {
  version: 'v1.37.2',
  objects: [
    ...common({
      spec: {
        evictionResponders: [{ name: 'example.com/drainer', priority: 10 }],
        containers: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            readinessProbe: { httpGet: { path: '/ready', port: 8080, scheme: 'HTTP', protocol: 'HTTP2' } },
            livenessProbe: { grpc: { port: 9090, mode: 'TLS' } },
            volumeMounts: [{ name: 'scratch', mountPath: '/scratch', bindMountOptions: ['noexec', 'nosuid'] }],
          },
        ],
        volumes: [
          { name: 'scratch', emptyDir: { mode: 448 } },
          {
            name: 'conf',
            configMap: { name: 'plain', defaultUser: 1000, items: [{ key: 'a', path: 'a', user: 1001 }] },
          },
        ],
      },
      status: {
        volumeHealth: [{ name: 'scratch', healthConditions: [], lastTransitionTime: '2026-09-01T08:00:00Z' }],
      },
    }),
    of('batch/v1', 'Job', 'gang', {
      spec: {
        scheduling: { schedulingPolicy: { gang: { minCount: 2 } } },
        template: { spec: { containers: [{ name: 'main', image: 'registry.example/job:1' }] } },
      },
    }),
    of('v1', 'PersistentVolumeClaim', 'data', {
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'plain', resources: {} },
      status: { phase: 'Bound', healthStatus: { healthConditions: [], lastTransitionTime: '2026-09-01T08:00:00Z' } },
    }),
    ofCluster('v1', 'Node', 'node-1', {
      spec: { podPreemptionPolicy: { disableResizePreemption: ['example.com/drainer'] } },
      status: { nodeInfo: { kubeletVersion: 'v1.37.2', runningInUserNamespace: true } },
    }),
    of('scheduling.k8s.io/v1beta1', 'PodGroup', 'ignored', { spec: { schedulingPolicy: { gang: { minCount: 2 } } } }),
    ofCluster('certificates.k8s.io/v1', 'ClusterTrustBundle', 'ignored', { spec: { trustBundle: '' } }),
  ],
  served: SCALERS,
  kept: [
    ['Pod/app-1-a', 'spec.evictionResponders.0.name', 'example.com/drainer'],
    ['Pod/app-1-a', 'spec.containers.0.readinessProbe.httpGet.protocol', 'HTTP2'],
    ['Pod/app-1-a', 'spec.containers.0.livenessProbe.grpc.mode', 'TLS'],
    ['Pod/app-1-a', 'spec.containers.0.volumeMounts.0.bindMountOptions', ['noexec', 'nosuid']],
    ['Pod/app-1-a', 'spec.volumes.0.emptyDir.mode', 448],
    ['Pod/app-1-a', 'spec.volumes.1.configMap.items.0.user', 1001],
    ['Job/gang', 'spec.scheduling.schedulingPolicy.gang.minCount', 2],
    ['PersistentVolumeClaim/data', 'spec.storageClassName', 'plain'],
  ],
  containers: ['main MAIN'],
}

/** Of what is still to come nothing is known but that fields, kinds and versions are added: made up. */
export const LATER: VersionFixture = {
  version: 'v1.38.0',
  objects: [
    ...common({ spec: { fieldOfALaterVersion: { mode: 'Strict' } }, status: { fieldOfALaterVersion: 7 } }),
    of('example.k8s.io/v1', 'KindOfALaterVersion', 'ignored', { spec: {} }),
  ],
  served: {
    HorizontalPodAutoscaler: ['autoscaling/v3', 'autoscaling/v2'],
    NetworkPolicy: ['networking.k8s.io/v2', 'networking.k8s.io/v1'],
  },
  kept: [
    ['Pod/app-1-a', 'spec.fieldOfALaterVersion.mode', 'Strict'],
    ['Deployment/app', 'spec.template.spec.fieldOfALaterVersion.mode', 'Strict'],
  ],
  containers: ['main MAIN'],
}
