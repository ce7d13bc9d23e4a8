import { describedEnum } from './described-enum.ts'

export const WhatIfActionKind = describedEnum('WhatIfActionKind', 'What could be done about exposures.', {
  MAKE_SERVICE_INTERNAL: 'Mark the service of a load balancer as internal.',
  MAKE_SERVICE_CLUSTER_IP: 'Make the service reachable in the cluster only.',
  DROP_PORT: 'Take the port out of the service, or the host port out of the container.',
  LIMIT_SOURCES: 'Let in only some ranges, where the entry point has a list of sources.',
  DELETE_ROUTE: 'Delete the rule of an ingress or a route; the object when it is its only one.',
  ADMIT_ONLY_CONTROLLER: 'Add a network policy that lets only the ingress controller reach the workload.',
})

export const CloudProvider = describedEnum('CloudProvider', 'Whose load balancers a cluster gets.', {
  ACK: 'Alibaba Cloud.',
  AWS: 'Amazon Web Services.',
  GKE: 'Google Cloud.',
  AZURE: 'Microsoft Azure.',
})

export const PatchVerb = describedEnum('PatchVerb', 'What is to be done with an object.', {
  PATCH: 'Change it.',
  APPLY: 'Add it, or make it what the text says.',
  DELETE: 'Delete it.',
})

export const Reaches = describedEnum('Reaches', 'Whether something is reached.', {
  YES: 'Yes.',
  NO: 'No.',
  PARTLY: 'Some of it, or by some only.',
})

export const PolicyStance = describedEnum('PolicyStance', 'What policies say in one direction.', {
  ALLOWED: 'A policy lets it through.',
  DENIED: 'Policies shut it out.',
  NOT_ISOLATED: 'No policy is about it.',
})

export const TrafficDirection = describedEnum('TrafficDirection', 'Seen from a pod.', {
  INGRESS: 'What comes in.',
  EGRESS: 'What goes out.',
})

export const TransportProtocol = describedEnum('TransportProtocol', 'A protocol that has ports.', {
  TCP: 'TCP.',
  UDP: 'UDP.',
  SCTP: 'SCTP.',
})
