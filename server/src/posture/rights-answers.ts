import type {
  HeldRight,
  RightsAnswer,
  RightsGrant,
  WhatCanRequest,
  WhoCanRequest,
} from '@breakwater/schema/rights-service.ts'
import { createAccess, type Grant, type Unseen } from '../kubernetes/access/access.ts'
import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'

const MOST_ROWS = 1_000

export function whoCanAnswer(objects: ClusterObjects, request: WhoCanRequest): RightsAnswer<RightsGrant> {
  const { verb, group, resource, subresource, name, namespace } = request
  const answer = createAccess(objects).whoCan(verb, { group, resource, subresource, name, namespace })
  return bounded(answer, answer.holders, grantOf)
}

export function whatCanAnswer(objects: ClusterObjects, { subject }: WhatCanRequest): RightsAnswer<HeldRight> {
  const answer = createAccess(objects).whatCan(subject)
  return bounded(answer, answer.rules, ({ rule, ...grant }) => {
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule
    return { ...grantOf(grant), verbs, apiGroups, resources, resourceNames, nonResourceUrls: nonResourceURLs }
  })
}

function bounded<From, Row>({ unread }: Unseen, all: readonly From[], tell: (one: From) => Row): RightsAnswer<Row> {
  return { rows: all.slice(0, MOST_ROWS).map(tell), total: all.length, unread }
}

function grantOf({ subject, namespace, binding, role }: Grant): RightsGrant {
  return { subject, namespace, binding, role }
}
