const TEMPLATE = { metadata: {}, spec: { containers: null } }

/**
 * What a bookmark carries beside its metadata: a Go server writes the fields of an empty object that it never leaves out.
 * Source: bookmarks of kube-apiserver v1.37.2.
 */
export const EMPTY_OBJECTS: Readonly<Record<string, object>> = {
  Namespace: { spec: {}, status: {} },
  Node: {
    spec: {},
    status: {
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '',
        osImage: '',
        containerRuntimeVersion: '',
        kubeletVersion: '',
        kubeProxyVersion: '',
        operatingSystem: '',
        architecture: '',
      },
    },
  },
  Deployment: { spec: { replicas: 0, selector: null, template: TEMPLATE, strategy: {} }, status: {} },
  StatefulSet: {
    spec: { replicas: 0, selector: null, template: TEMPLATE, serviceName: '', updateStrategy: {} },
    status: { replicas: 0, availableReplicas: 0 },
  },
  DaemonSet: {
    spec: { selector: null, template: TEMPLATE, updateStrategy: {} },
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  },
  CronJob: { spec: { schedule: '', jobTemplate: { metadata: {}, spec: { template: TEMPLATE } } }, status: {} },
  Job: { spec: { template: TEMPLATE }, status: {} },
  ReplicationController: { spec: {}, status: { replicas: 0 } },
  ReplicaSet: { spec: { replicas: 0, selector: null, template: TEMPLATE }, status: { replicas: 0 } },
  Pod: { spec: { containers: null }, status: {} },
  Service: { spec: {}, status: { loadBalancer: {} } },
  EndpointSlice: { addressType: '', endpoints: null, ports: null },
  Ingress: { spec: {}, status: { loadBalancer: {} } },
  IngressClass: { spec: {} },
  NetworkPolicy: { spec: { podSelector: {} } },
  ClusterRole: { rules: null },
  PersistentVolume: { spec: {}, status: {} },
  HorizontalPodAutoscaler: {
    spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 },
    status: { desiredReplicas: 0, currentMetrics: null },
  },
  ResourceQuota: { spec: {}, status: {} },
  LimitRange: { spec: { limits: null } },
}
