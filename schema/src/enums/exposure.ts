import { describedEnum } from './described-enum.ts'

export const ExposureVerdict = describedEnum(
  'ExposureVerdict',
  'Who reaches a port, from the weakest to the strongest.',
  {
    NONE: 'Nobody: nothing stands behind the entry point, or nothing is heard there.',
    BLOCKED: 'Nobody from outside of the cluster: a policy shuts everybody out.',
    PRIVATE: 'Somebody outside of the cluster, from addresses that are not public.',
    POSSIBLE: 'Perhaps the internet: a fact that would decide it is missing.',
    RESTRICTED: 'Some public addresses only.',
    INTERNET: 'Everybody.',
  },
)

export const ExposureConfidence = describedEnum('ExposureConfidence', 'How sure a verdict is.', {
  LOW: 'It rests on something that could not be seen or is not understood.',
  MEDIUM: 'It is true as far as is seen; something outside of the cluster may stand in between.',
  HIGH: 'It rests on what the cluster itself says.',
})

export const ExposureState = describedEnum('ExposureState', 'Whether an exposure is still there.', {
  OPEN: 'The last analysis found it.',
  RESOLVED: 'It is gone; kept as history.',
})

export const EntryKind = describedEnum('EntryKind', 'How a port is reached from outside.', {
  LOAD_BALANCER: 'A service of type LoadBalancer.',
  NODE_PORT: 'A port of every node.',
  EXTERNAL_IP: 'An address that a service claims, whatever its type.',
  HOST_PORT: 'A port of the node that a pod runs on.',
  HOST_NETWORK: 'The network of the node itself.',
  INGRESS: 'An ingress, through its controller.',
  GATEWAY: 'A listener of a gateway and a route.',
  ROUTE: 'A route of OpenShift, through its router.',
})

export const TlsMode = describedEnum('TlsMode', 'What is encrypted on the way.', {
  TERMINATED: 'TLS up to the entry point.',
  PASSTHROUGH: 'TLS up to the workload.',
  NONE: 'Nothing, as far as is seen.',
  UNKNOWN: 'What is spoken is not told.',
})

export const PortClass = describedEnum(
  'PortClass',
  'What answers on a port, as far as its number, its name and the image tell.',
  {
    ADMINISTRATION: 'Something that controls machines, clusters or software.',
    DATABASE: 'Something that keeps data: databases, queues, caches, shared files.',
    METRICS: 'Something that tells of the inside.',
    WEB: 'A web page or API.',
    OTHER: 'Something else.',
  },
)

export const AuthenticationHint = describedEnum('AuthenticationHint', 'Whether somebody is asked who they are.', {
  KNOWN: 'Objects say so.',
  HINTED: 'Something is there whose name says so.',
  NONE: 'Nothing on the way asks, and what answers is not known to.',
  UNKNOWN: 'What answers may ask by itself.',
})

export const ExposureFinding = describedEnum('ExposureFinding', 'What to look at although no container is reached.', {
  EXTERNAL_BACKEND: 'It leads out of the cluster.',
  NO_BACKEND: 'It leads nowhere: a service port without a target, a route without endpoints.',
})

export const HopKind = describedEnum('HopKind', 'A step of the way in.', {
  ENTRY: 'Where clients connect.',
  LISTENER: 'What listens there.',
  ROUTE: 'What picks the service.',
  SERVICE: 'A port of a service.',
  ENDPOINT: 'A port of pods.',
  CONTAINER: 'The container that answers.',
})

export const PolicyEffect = describedEnum('PolicyEffect', 'What a policy says at a step.', {
  ALLOWS: 'It lets in.',
  DENIES: 'It shuts out.',
  ISOLATES: 'It shuts out what no policy lets in.',
  PASSES: 'It leaves it to the policies after it.',
})

export const PortUsage = describedEnum('PortUsage', 'Whether an exposed port is used from outside.', {
  UNKNOWN: 'Nothing tells: there are no records of traffic.',
  USED: 'Traffic from outside was seen.',
})
